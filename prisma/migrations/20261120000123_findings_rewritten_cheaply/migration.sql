-- A finding is written anew when it opens, changes and is resolved, and with it an entry of every index it has. Where ten
-- thousand of a million findings move, that was most of the work: what can be kept beside them is, and what is looked up
-- two ways has one index.

-- What text is searched for, once for each resource, and never written again. A trigram index of findings took in all
-- trigrams of a name whenever one of its findings moved.
CREATE TABLE "finding_subjects" (
  "account_id" INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "subject"    TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY ("account_id", "subject")
);
INSERT INTO "finding_subjects" SELECT DISTINCT "account_id", "subject" FROM "findings";
CREATE INDEX "finding_subjects_trigram_idx" ON "finding_subjects" USING GIN ("subject" gin_trgm_ops);
DROP INDEX "findings_subject_trigram_idx";

CREATE FUNCTION "keep_finding_subjects"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "finding_subjects" SELECT DISTINCT "account_id", "subject" FROM "added" ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER "findings_keep_subjects" AFTER INSERT ON "findings"
  REFERENCING NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "keep_finding_subjects"();

-- By resource first: it finds a resource's findings as well as one of them.
ALTER TABLE "findings" DROP CONSTRAINT "findings_account_id_check_id_subject_reason_key";
ALTER TABLE "findings" ADD CONSTRAINT "findings_account_id_subject_check_id_reason_key"
  UNIQUE ("account_id", "subject", "check_id", "reason");
DROP INDEX "findings_subject_idx";
-- Of kinds without rows of their own, which are few and judged together; of the others, what nobody knows yet.
CREATE INDEX "findings_kind_idx" ON "findings" ("account_id", "subject_kind", "subject") WHERE "subject_row_id" IS NULL;

-- Of what nobody was told yet. To cross it off a list is one row; to cross it off the finding was the finding again.
CREATE TABLE "finding_untold" (
  "finding_id" UUID PRIMARY KEY,
  "account_id" INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE
);
CREATE INDEX "finding_untold_account_idx" ON "finding_untold" ("account_id");
INSERT INTO "finding_untold" SELECT "id", "account_id" FROM "findings" WHERE "untold";
DROP INDEX "findings_untold_idx";
ALTER TABLE "findings" DROP COLUMN "untold";

-- Without the time at which a witness left in it, that time is written where the row is, when its page has room.
DROP INDEX "finding_witnesses_others_idx";
CREATE INDEX "finding_witnesses_others_idx" ON "finding_witnesses" ("source", "finding_id") WHERE "source" <> 'ours';
ALTER TABLE "finding_witnesses" SET (fillfactor = 85);
