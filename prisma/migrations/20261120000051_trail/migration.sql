-- The trail grows columns, and every entry a seal: a hash over the entry and the seal before it.

ALTER TABLE "activity"
  ADD COLUMN "actor_role"  TEXT,
  ADD COLUMN "session_id"  TEXT,
  ADD COLUMN "token_id"    TEXT,
  ADD COLUMN "result"      TEXT NOT NULL DEFAULT 'ok' CHECK ("result" IN ('ok', 'refused', 'failed')),
  ADD COLUMN "object_kind" TEXT,
  ADD COLUMN "object_id"   TEXT,
  ADD COLUMN "object_name" TEXT,
  ADD COLUMN "reason"      TEXT,
  ADD COLUMN "before"      JSONB,
  ADD COLUMN "after"       JSONB;

-- Read newest first under each filter offered; dates bound the same indexes.
DROP INDEX "activity_action_id_idx";
DROP INDEX "activity_actor_id_id_idx";
CREATE INDEX "activity_at_id_idx" ON "activity" ("at" DESC, "id" DESC);
CREATE INDEX "activity_action_at_id_idx" ON "activity" ("action", "at" DESC, "id" DESC);
CREATE INDEX "activity_actor_id_at_id_idx" ON "activity" ("actor_id", "at" DESC, "id" DESC) WHERE "actor_id" IS NOT NULL;
CREATE INDEX "activity_object_id_at_id_idx" ON "activity" ("object_id", "at" DESC, "id" DESC) WHERE "object_id" IS NOT NULL;
CREATE INDEX "activity_object_name_at_id_idx" ON "activity" ("object_name", "at" DESC, "id" DESC) WHERE "object_name" IS NOT NULL;
CREATE INDEX "activity_object_kind_at_id_idx" ON "activity" ("object_kind", "at" DESC, "id" DESC) WHERE "object_kind" IS NOT NULL;
-- Entries without an object of their own are found by what they are about.
CREATE INDEX "activity_subject_at_id_idx" ON "activity" ("subject", "at" DESC, "id" DESC) WHERE "subject" IS NOT NULL AND "object_id" IS NULL;
CREATE INDEX "activity_result_at_id_idx" ON "activity" ("result", "at" DESC, "id" DESC) WHERE "result" <> 'ok';

-- One seal an entry, numbered without gaps in the order of the commits.
CREATE TABLE "activity_seals" (
  "position"      BIGINT PRIMARY KEY,
  "activity_id"   BIGINT NOT NULL UNIQUE,
  "previous_hash" BYTEA NOT NULL,
  "hash"          BYTEA NOT NULL
);

-- The newest seal. Its one row is also the lock under which transactions that recorded something seal one after the other.
CREATE TABLE "activity_head" (
  "only"     BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK ("only"),
  "position" BIGINT NOT NULL,
  "hash"     BYTEA NOT NULL
) WITH (fillfactor = 10);
INSERT INTO "activity_head" ("position", "hash") VALUES (0, decode(repeat('00', 32), 'hex'));

-- What is hashed of an entry: all of it, as one JSON array, so that no two entries read the same, whatever time zone or
-- date style a session has set. The leading 1 is the form's version: a column added later begins form 2.
CREATE FUNCTION "activity_content"("a" "activity") RETURNS TEXT LANGUAGE sql STABLE
RETURN jsonb_build_array(1, ("a")."id", (extract(epoch FROM ("a")."at") * 1000)::bigint, ("a")."actor_id",
  ("a")."actor_name", ("a")."actor_role", ("a")."session_id", ("a")."token_id", ("a")."ip_address", ("a")."action",
  ("a")."subject", ("a")."object_kind", ("a")."object_id", ("a")."object_name", ("a")."reason", ("a")."result",
  ("a")."before", ("a")."after", ("a")."detail")::text;

CREATE FUNCTION "activity_hash"("previous" BYTEA, "content" TEXT) RETURNS BYTEA LANGUAGE sql IMMUTABLE
RETURN sha256("previous" || convert_to("content", 'UTF8'));

CREATE FUNCTION "activity_link"("hash" BYTEA, "first" BYTEA, "content" TEXT) RETURNS BYTEA LANGUAGE sql IMMUTABLE
RETURN sha256(coalesce("hash", "first") || convert_to("content", 'UTF8'));
-- Over entries in order: the hash of each, the first one chained to `first`.
CREATE AGGREGATE "activity_chain"("first" BYTEA, "content" TEXT) (SFUNC = "activity_link", STYPE = BYTEA);

-- Seals what this transaction recorded, when it commits, so that writers wait for each other only then and can never
-- lock rows in opposite orders. The first entry's turn seals all of them: those of others are sealed by the time they
-- can be seen. Few entries lie behind the first, whatever the planner believes: they are looked up, never scanned for.
CREATE FUNCTION "seal_activity"() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off AS $$
DECLARE
  head activity_head;
BEGIN
  IF EXISTS (SELECT FROM activity_seals WHERE activity_id = NEW.id) THEN RETURN NULL; END IF;
  SELECT * INTO STRICT head FROM activity_head FOR UPDATE;
  WITH entries AS (
    SELECT a.id, activity_content(a) AS content FROM activity a
    WHERE a.id >= NEW.id AND (SELECT s.position FROM activity_seals s WHERE s.activity_id = a.id) IS NULL
  ), chained AS (
    SELECT id, row_number() OVER w AS place, activity_chain(head.hash, content) OVER w AS hash
    FROM entries WINDOW w AS (ORDER BY id)
  ), sealed AS (
    INSERT INTO activity_seals (position, activity_id, previous_hash, hash)
    SELECT head.position + place, id, coalesce(lag(hash) OVER (ORDER BY id), head.hash), hash FROM chained ORDER BY id
    RETURNING position, hash
  )
  UPDATE activity_head SET (position, hash) = (SELECT position, hash FROM sealed ORDER BY position DESC LIMIT 1);
  RETURN NULL;
END $$;

-- What is there already is sealed in the order of its numbers.
WITH chained AS (
  SELECT a.id, row_number() OVER w AS place, activity_chain(h.hash, activity_content(a)) OVER w AS hash, h.hash AS first
  FROM activity a CROSS JOIN activity_head h WINDOW w AS (ORDER BY a.id)
)
INSERT INTO activity_seals (position, activity_id, previous_hash, hash)
SELECT place, id, coalesce(lag(hash) OVER (ORDER BY id), first), hash FROM chained ORDER BY id;
UPDATE activity_head SET (position, hash) = (SELECT position, hash FROM activity_seals ORDER BY position DESC LIMIT 1)
WHERE EXISTS (SELECT FROM activity_seals);

CREATE CONSTRAINT TRIGGER "activity_seal" AFTER INSERT ON "activity" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION "seal_activity"();
CREATE TRIGGER "activity_no_truncate" BEFORE TRUNCATE ON "activity"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "activity_seals_append_only" BEFORE UPDATE OR DELETE ON "activity_seals"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "activity_seals_no_truncate" BEFORE TRUNCATE ON "activity_seals"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "activity_head_stays" BEFORE DELETE OR TRUNCATE ON "activity_head"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

-- What the self-check found: the newest look of each kind and day. Their heads are kept as witnesses: whoever writes
-- the chain anew from some entry on must also know what was noted of it.
CREATE TABLE "activity_checks" (
  "kind"       TEXT NOT NULL CHECK ("kind" IN ('recent', 'full')),
  "day"        DATE NOT NULL,
  "checked_at" TIMESTAMPTZ(3) NOT NULL,
  "position"   BIGINT NOT NULL,
  "hash"       BYTEA NOT NULL,
  "problems"   JSONB NOT NULL DEFAULT '[]',
  PRIMARY KEY ("kind", "day")
);
CREATE INDEX "activity_checks_checked_at_idx" ON "activity_checks" ("checked_at" DESC);

-- Where the trail is streamed to, and how far each target has got. Targets are configured in the worker's environment.
CREATE TABLE "activity_targets" (
  "name"          TEXT PRIMARY KEY,
  "address"       TEXT NOT NULL,
  "position"      BIGINT NOT NULL DEFAULT 0,
  "delivered_at"  TIMESTAMPTZ(3),
  "attempted_at"  TIMESTAMPTZ(3),
  "failing_since" TIMESTAMPTZ(3),
  "error"         TEXT,
  "retired"       BOOLEAN NOT NULL DEFAULT FALSE
);
