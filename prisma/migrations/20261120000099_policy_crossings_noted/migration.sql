-- How far a policy reaches over the fleet is measured after it was judged first: it is judged again when that became known, or another.
CREATE FUNCTION "note_policy_lints"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF NOT "findings_tracked"('{policy}') THEN RETURN NULL; END IF;
  IF TG_OP = 'INSERT' THEN
    INSERT INTO "finding_work" ("account_id", "subject_kind", "subject_row_id")
      SELECT n."account_id", s."subject_kind", n."policy_row_id" FROM "added" n
      JOIN "finding_scans" s ON s."account_id" = n."account_id" AND s."subject_kind" = 'policy' AND s."tracking";
  ELSE
    INSERT INTO "finding_work" ("account_id", "subject_kind", "subject_row_id")
      SELECT n."account_id", s."subject_kind", n."policy_row_id" FROM "added" n
      JOIN "removed" o ON o."policy_row_id" = n."policy_row_id"
      JOIN "finding_scans" s ON s."account_id" = n."account_id" AND s."subject_kind" = 'policy' AND s."tracking"
      WHERE n."crossings" <> o."crossings";
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "policy_lints_noted_in" AFTER INSERT ON "policy_lints"
  REFERENCING NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "note_policy_lints"();
CREATE TRIGGER "policy_lints_noted_over" AFTER UPDATE ON "policy_lints"
  REFERENCING OLD TABLE AS "removed" NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "note_policy_lints"();
