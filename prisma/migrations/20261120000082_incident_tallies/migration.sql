-- What the inbox's figures count, kept by whoever changes incidents. Tallies are sums of what was added to them: nobody waits
-- for anybody, and the worker folds them together now and then. Exercises are in none.

-- Open incidents.
CREATE TABLE "incident_open_tally" (
  "account_id" INTEGER NOT NULL,
  "severity"   TEXT NOT NULL,
  "cause"      TEXT NOT NULL,
  "unassigned" BOOLEAN NOT NULL,
  "count"      INTEGER NOT NULL
);

-- Incidents by the day (UTC) they were opened on, with their take-overs.
CREATE TABLE "incident_day_tally" (
  "account_id" INTEGER NOT NULL,
  "day"        DATE NOT NULL,
  "opened"     INTEGER NOT NULL,
  "kicks"      BIGINT NOT NULL
);

CREATE INDEX "incident_day_tally_idx" ON "incident_day_tally" ("account_id", "day");

-- Those that somebody did something about: what times are measured of.
DROP INDEX "incidents_opened_idx";
CREATE INDEX "incidents_handled_idx" ON "incidents" ("account_id", "opened_at") WHERE "drill" IS NULL AND "state" <> 'merged'
  AND ("acknowledged_at" IS NOT NULL OR "contained_at" IS NOT NULL OR "resolved_at" IS NOT NULL);

-- What of an incident is counted.
CREATE TYPE "tallied_incident" AS (
  "account_id" INTEGER, "severity" TEXT, "cause" TEXT, "state" TEXT, "drill" TEXT, "assignee_id" TEXT, "opened_at" TIMESTAMPTZ, "kicks" INTEGER
);

CREATE FUNCTION "tally_incidents"("added" "tallied_incident"[], "taken" "tallied_incident"[]) RETURNS VOID LANGUAGE sql AS $$
  INSERT INTO incident_open_tally (account_id, severity, cause, unassigned, count)
  SELECT account_id, severity, cause, assignee_id IS NULL, sum(n) FROM (
    SELECT *, 1 AS n FROM unnest("added") UNION ALL SELECT *, -1 FROM unnest("taken")) c
  WHERE drill IS NULL AND state IN ('new', 'triaged', 'contained')
  GROUP BY account_id, severity, cause, assignee_id IS NULL HAVING sum(n) <> 0;
  INSERT INTO incident_day_tally (account_id, day, opened, kicks)
  SELECT account_id, (opened_at AT TIME ZONE 'UTC')::date, sum(n), sum(n * kicks) FROM (
    SELECT *, 1 AS n FROM unnest("added") UNION ALL SELECT *, -1 FROM unnest("taken")) c
  WHERE drill IS NULL AND state <> 'merged'
  GROUP BY account_id, (opened_at AT TIME ZONE 'UTC')::date HAVING sum(n) <> 0 OR sum(n * kicks) <> 0;
$$;

CREATE FUNCTION "incidents_added"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tally_incidents((SELECT array_agg(ROW(a.account_id, a.severity, a.cause, a.state, a.drill, a.assignee_id, a.opened_at, a.kicks)::tallied_incident) FROM added_rows a), NULL);
  RETURN NULL;
END $$;
CREATE FUNCTION "incidents_changed"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tally_incidents((SELECT array_agg(ROW(a.account_id, a.severity, a.cause, a.state, a.drill, a.assignee_id, a.opened_at, a.kicks)::tallied_incident) FROM added_rows a), (SELECT array_agg(ROW(t.account_id, t.severity, t.cause, t.state, t.drill, t.assignee_id, t.opened_at, t.kicks)::tallied_incident) FROM taken_rows t));
  RETURN NULL;
END $$;
CREATE FUNCTION "incidents_taken"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tally_incidents(NULL, (SELECT array_agg(ROW(t.account_id, t.severity, t.cause, t.state, t.drill, t.assignee_id, t.opened_at, t.kicks)::tallied_incident) FROM taken_rows t));
  RETURN NULL;
END $$;
CREATE FUNCTION "incidents_emptied"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM incident_open_tally;
  DELETE FROM incident_day_tally;
  RETURN NULL;
END $$;

CREATE TRIGGER "incidents_tally_added" AFTER INSERT ON "incidents" REFERENCING NEW TABLE AS added_rows
  FOR EACH STATEMENT EXECUTE FUNCTION "incidents_added"();
CREATE TRIGGER "incidents_tally_changed" AFTER UPDATE ON "incidents" REFERENCING NEW TABLE AS added_rows OLD TABLE AS taken_rows
  FOR EACH STATEMENT EXECUTE FUNCTION "incidents_changed"();
CREATE TRIGGER "incidents_tally_taken" AFTER DELETE ON "incidents" REFERENCING OLD TABLE AS taken_rows
  FOR EACH STATEMENT EXECUTE FUNCTION "incidents_taken"();
CREATE TRIGGER "incidents_tally_emptied" AFTER TRUNCATE ON "incidents" FOR EACH STATEMENT EXECUTE FUNCTION "incidents_emptied"();

DO $$ BEGIN PERFORM tally_incidents((SELECT array_agg(ROW(i.account_id, i.severity, i.cause, i.state, i.drill, i.assignee_id, i.opened_at, i.kicks)::tallied_incident) FROM incidents i), NULL); END $$;
