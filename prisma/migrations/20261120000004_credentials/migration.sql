-- Certificates and the CAs they come from. What a certificate says never changes, so it is read from AWS once
-- ("described_at"); its status is listed every time.

CREATE TABLE "ca_certificates" (
  "id"                       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "account_id"               INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "certificate_id"           TEXT COLLATE "C" NOT NULL,
  "arn"                      TEXT,
  "status"                   TEXT NOT NULL,
  "mode"                     TEXT,
  "auto_registration_status" TEXT,
  "created_at"               TIMESTAMPTZ(3),
  "last_modified_at"         TIMESTAMPTZ(3),
  "customer_version"         INTEGER,
  "owned_by"                 TEXT,
  "generation_id"            TEXT,
  "registration_config"      JSONB,
  "pem"                      TEXT,
  "subject"                  TEXT,
  "common_name"              TEXT,
  "issuer"                   TEXT,
  "serial_number"            TEXT,
  "fingerprint"              TEXT,
  "not_before"               TIMESTAMPTZ(3),
  "not_after"                TIMESTAMPTZ(3),
  "key_algorithm"            TEXT,
  "key_bits"                 INTEGER,
  "signature_algorithm"      TEXT,
  "parse_error"              TEXT,
  "content_hash"             BIGINT NOT NULL DEFAULT 0,
  "described_at"             TIMESTAMPTZ(3),
  "first_seen_at"            TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "changed_at"               TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "gone_at"                  TIMESTAMPTZ(3),
  UNIQUE ("account_id", "certificate_id")
);

-- "thing_count", "policy_count", "has_policy" and "leftover" are derived from the links in the transaction that
-- changes a link. A count is null until the links were read: unknown is not none.
-- "leftover": active, while another certificate of the same thing is active too (a rotation not finished).
CREATE TABLE "certificates" (
  "id"                  BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "account_id"          INTEGER NOT NULL REFERENCES "aws_accounts" ("id") ON DELETE CASCADE,
  "certificate_id"      TEXT COLLATE "C" NOT NULL,
  "arn"                 TEXT,
  "status"              TEXT NOT NULL,
  "mode"                TEXT,
  "created_at"          TIMESTAMPTZ(3),
  "ca_certificate_id"   TEXT COLLATE "C",
  "subject"             TEXT,
  "common_name"         TEXT,
  "issuer"              TEXT,
  "serial_number"       TEXT,
  "fingerprint"         TEXT,
  "not_before"          TIMESTAMPTZ(3),
  "not_after"           TIMESTAMPTZ(3),
  "key_algorithm"       TEXT,
  "key_bits"            INTEGER,
  "signature_algorithm" TEXT,
  "last_modified_at"    TIMESTAMPTZ(3),
  "customer_version"    INTEGER,
  "owned_by"            TEXT,
  "previous_owned_by"   TEXT,
  "generation_id"       TEXT,
  "transfer"            JSONB,
  "note"                TEXT,
  "described_at"        TIMESTAMPTZ(3),
  "thing_count"         INTEGER,
  "policy_count"        INTEGER,
  "has_policy"          BOOLEAN,
  "leftover"            BOOLEAN NOT NULL DEFAULT FALSE,
  "first_seen_at"       TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "changed_at"          TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "gone_at"             TIMESTAMPTZ(3),
  UNIQUE ("account_id", "certificate_id")
);
-- Every list of certificates is ordered by expiry; one index per offered filter.
CREATE INDEX "certificates_expiry_idx" ON "certificates" ("account_id", "not_after", "id");
CREATE INDEX "certificates_status_idx" ON "certificates" ("account_id", "status", "not_after", "id");
CREATE INDEX "certificates_ca_idx" ON "certificates" ("account_id", "ca_certificate_id", "not_after", "id");
CREATE INDEX "certificates_created_idx" ON "certificates" ("account_id", "created_at", "id");
CREATE INDEX "certificates_shared_idx" ON "certificates" ("account_id", "not_after", "id") WHERE "thing_count" > 1;
CREATE INDEX "certificates_unattached_idx" ON "certificates" ("account_id", "not_after", "id") WHERE "thing_count" = 0;
CREATE INDEX "certificates_no_policy_idx" ON "certificates" ("account_id", "not_after", "id") WHERE NOT "has_policy";
CREATE INDEX "certificates_leftover_idx" ON "certificates" ("account_id", "not_after", "id") WHERE "leftover";
CREATE INDEX "certificates_undescribed_idx" ON "certificates" ("account_id", "id") WHERE "described_at" IS NULL;
CREATE INDEX "certificates_common_name_trigram_idx" ON "certificates" USING GIN ("common_name" gin_trgm_ops);

-- The PEM is read on one page only; apart, it keeps the listed rows narrow.
CREATE TABLE "certificate_pems" (
  "certificate_row_id" BIGINT PRIMARY KEY REFERENCES "certificates" ("id") ON DELETE CASCADE,
  "pem"                TEXT NOT NULL
);

-- When a certificate's things and policies were last read by certificate.
CREATE TABLE "certificate_checks" (
  "certificate_row_id"  BIGINT PRIMARY KEY REFERENCES "certificates" ("id") ON DELETE CASCADE,
  "account_id"          INTEGER NOT NULL,
  "things_checked_at"   TIMESTAMPTZ(3),
  "policies_checked_at" TIMESTAMPTZ(3)
);

CREATE TABLE "thing_certificates" (
  "thing_row_id"       BIGINT NOT NULL REFERENCES "things" ("id") ON DELETE CASCADE,
  "certificate_row_id" BIGINT NOT NULL REFERENCES "certificates" ("id") ON DELETE CASCADE,
  "account_id"         INTEGER NOT NULL,
  "exclusive"          BOOLEAN NOT NULL DEFAULT FALSE,
  "first_seen_at"      TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  PRIMARY KEY ("thing_row_id", "certificate_row_id")
);
CREATE INDEX "thing_certificates_certificate_idx" ON "thing_certificates" ("certificate_row_id", "thing_row_id");
