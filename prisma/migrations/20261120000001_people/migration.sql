-- Who may come in, what they may do, and the trail of what they did.
-- The first six tables have the shape better-auth expects; their names are ours.

CREATE TABLE "users" (
  "id"                 TEXT PRIMARY KEY,
  "name"               TEXT NOT NULL,
  "email"              TEXT NOT NULL UNIQUE,
  "email_verified"     BOOLEAN NOT NULL DEFAULT FALSE,
  "image"              TEXT,
  "role"               TEXT NOT NULL DEFAULT 'viewer' CHECK ("role" IN ('viewer', 'responder', 'approver', 'admin')),
  "banned"             BOOLEAN NOT NULL DEFAULT FALSE,
  "ban_reason"         TEXT,
  "ban_expires"        TIMESTAMPTZ(3),
  "two_factor_enabled" BOOLEAN NOT NULL DEFAULT FALSE,
  "created_at"         TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "updated_at"         TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);

CREATE TABLE "sessions" (
  "id"              TEXT PRIMARY KEY,
  "token"           TEXT NOT NULL UNIQUE,
  "user_id"         TEXT NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE,
  "expires_at"      TIMESTAMPTZ(3) NOT NULL,
  "ip_address"      TEXT,
  "user_agent"      TEXT,
  "impersonated_by" TEXT,
  "created_at"      TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "updated_at"      TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
CREATE INDEX "sessions_user_id_idx" ON "sessions" ("user_id");

-- A way to sign in (a password, later an identity provider). better-auth calls this an account; here an account is AWS's.
CREATE TABLE "logins" (
  "id"                       TEXT PRIMARY KEY,
  "account_id"               TEXT NOT NULL,
  "provider_id"              TEXT NOT NULL,
  "user_id"                  TEXT NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE,
  "access_token"             TEXT,
  "refresh_token"            TEXT,
  "id_token"                 TEXT,
  "access_token_expires_at"  TIMESTAMPTZ(3),
  "refresh_token_expires_at" TIMESTAMPTZ(3),
  "scope"                    TEXT,
  "password"                 TEXT,
  "created_at"               TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "updated_at"               TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
CREATE INDEX "logins_user_id_idx" ON "logins" ("user_id");

CREATE TABLE "verifications" (
  "id"         TEXT PRIMARY KEY,
  "identifier" TEXT NOT NULL,
  "value"      TEXT NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
CREATE INDEX "verifications_identifier_idx" ON "verifications" ("identifier");

CREATE TABLE "two_factors" (
  "id"                        TEXT PRIMARY KEY,
  "secret"                    TEXT NOT NULL,
  "backup_codes"              TEXT NOT NULL,
  "user_id"                   TEXT NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE,
  "verified"                  BOOLEAN DEFAULT TRUE,
  "failed_verification_count" INTEGER DEFAULT 0,
  "locked_until"              TIMESTAMPTZ(3)
);
CREATE INDEX "two_factors_secret_idx" ON "two_factors" ("secret");
CREATE INDEX "two_factors_user_id_idx" ON "two_factors" ("user_id");

CREATE TABLE "rate_limits" (
  "id"           TEXT PRIMARY KEY,
  "key"          TEXT NOT NULL UNIQUE,
  "count"        INTEGER NOT NULL,
  "last_request" BIGINT NOT NULL
);

-- Personal API tokens: only a hash is kept, so a copy of the database opens nothing.
CREATE TABLE "api_tokens" (
  "id"           UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  "user_id"      TEXT NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE,
  "name"         TEXT NOT NULL,
  "role"         TEXT NOT NULL CHECK ("role" IN ('viewer', 'responder', 'approver', 'admin')),
  "prefix"       TEXT NOT NULL,
  "hash"         TEXT NOT NULL UNIQUE,
  "created_at"   TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "expires_at"   TIMESTAMPTZ(3),
  "last_used_at" TIMESTAMPTZ(3),
  "revoked_at"   TIMESTAMPTZ(3)
);
CREATE INDEX "api_tokens_user_id_idx" ON "api_tokens" ("user_id");

CREATE TABLE "saved_views" (
  "id"         UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  "user_id"    TEXT NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE,
  "page"       TEXT NOT NULL,
  "name"       TEXT NOT NULL,
  "query"      TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  UNIQUE ("user_id", "page", "name")
);

-- Settings of the installation, one row a setting, parsed by the subject that owns the key.
CREATE TABLE "settings" (
  "key"        TEXT PRIMARY KEY,
  "value"      JSONB NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);

-- The trail: appended in the transaction of the change it describes, never updated.
-- The actor is copied, not referenced, so the trail outlives the person's record.
CREATE TABLE "activity" (
  "id"         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "at"         TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "actor_id"   TEXT,
  "actor_name" TEXT NOT NULL,
  "action"     TEXT NOT NULL,
  "subject"    TEXT,
  "detail"     JSONB NOT NULL DEFAULT '{}',
  "ip_address" TEXT
);
CREATE INDEX "activity_action_id_idx" ON "activity" ("action", "id" DESC);
CREATE INDEX "activity_actor_id_id_idx" ON "activity" ("actor_id", "id" DESC);

CREATE FUNCTION "refuse_change"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER "activity_append_only" BEFORE UPDATE OR DELETE ON "activity"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
