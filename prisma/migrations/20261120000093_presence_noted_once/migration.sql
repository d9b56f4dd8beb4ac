-- Presence changes all the time: it notes the thing only, and whoever judges the thing notes those of its certificates that it
-- matters to. Only where no thing is judged does it look for them itself.
CREATE OR REPLACE FUNCTION "note_presence"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
  "certificates_alone" BOOLEAN;
BEGIN
  IF NOT "findings_tracked"('{thing,certificate}') THEN RETURN NULL; END IF;
  SELECT EXISTS (SELECT FROM "finding_scans" c WHERE c."subject_kind" = 'certificate' AND c."tracking" AND NOT EXISTS (
    SELECT FROM "finding_scans" t WHERE t."account_id" = c."account_id" AND t."subject_kind" = 'thing' AND t."tracking"))
  INTO "certificates_alone";
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO "finding_work" ("account_id", "subject_kind", "subject_row_id")
      SELECT n."account_id", s."subject_kind", n."thing_row_id" FROM "added" n JOIN "removed" o ON o."thing_row_id" = n."thing_row_id"
      JOIN "finding_scans" s ON s."account_id" = n."account_id" AND s."subject_kind" = 'thing' AND s."tracking"
      WHERE (n."connected", n."since", n."client_id", n."gaps_observed") IS DISTINCT FROM (o."connected", o."since", o."client_id", o."gaps_observed");
    IF "certificates_alone" THEN
      INSERT INTO "finding_work" ("account_id", "subject_kind", "subject_row_id")
        SELECT n."account_id", s."subject_kind", c."id" FROM "added" n JOIN "removed" o ON o."thing_row_id" = n."thing_row_id"
        JOIN "finding_scans" s ON s."account_id" = n."account_id" AND s."subject_kind" = 'certificate' AND s."tracking"
        JOIN "thing_certificates" l ON l."thing_row_id" = n."thing_row_id"
        JOIN "certificates" c ON c."id" = l."certificate_row_id" AND c."status" <> 'ACTIVE'
        WHERE n."connected" <> o."connected";
    END IF;
  ELSE
    INSERT INTO "finding_work" ("account_id", "subject_kind", "subject_row_id")
      SELECT n."account_id", s."subject_kind", n."thing_row_id" FROM "touched" n
      JOIN "finding_scans" s ON s."account_id" = n."account_id" AND s."subject_kind" = 'thing' AND s."tracking";
    IF "certificates_alone" THEN
      INSERT INTO "finding_work" ("account_id", "subject_kind", "subject_row_id")
        SELECT n."account_id", s."subject_kind", c."id" FROM "touched" n
        JOIN "finding_scans" s ON s."account_id" = n."account_id" AND s."subject_kind" = 'certificate' AND s."tracking"
        JOIN "thing_certificates" l ON l."thing_row_id" = n."thing_row_id"
        JOIN "certificates" c ON c."id" = l."certificate_row_id" AND c."status" <> 'ACTIVE';
    END IF;
  END IF;
  RETURN NULL;
END $$;
