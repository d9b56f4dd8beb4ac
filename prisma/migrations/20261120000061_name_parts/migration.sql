-- Which three bytes in a row occur in which part of the list of things, in lower case. A part is about a thousand names
-- that follow each other: whoever looks for the middle of a name passes over the parts that cannot hold it. The worker writes these
-- anew when enough things were added (server/fleet/name-parts.ts); what was added since is looked at one by one.

CREATE TABLE "thing_name_parts" (
  "account_id" INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "part"       INTEGER NOT NULL,
  "lower"      TEXT COLLATE "C" NOT NULL,
  "upper"      TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY ("account_id", "part")
);

CREATE TABLE "thing_name_letters" (
  "account_id" INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "letters"    BYTEA NOT NULL,
  "parts"      INTEGER[] NOT NULL,
  PRIMARY KEY ("account_id", "letters")
);

-- One row: the things up to this one are in the parts.
CREATE TABLE "thing_names_read" (
  "one"      BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK ("one"),
  "up_to_id" BIGINT NOT NULL,
  "things"   BIGINT NOT NULL
);
INSERT INTO "thing_names_read" ("up_to_id", "things") VALUES (0, 0);
