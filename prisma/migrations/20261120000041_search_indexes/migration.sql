-- A client id is looked for only where it is not the thing's own name, which is looked for among things.
DROP INDEX "presence_client_id_idx";
CREATE INDEX "presence_client_id_idx" ON "presence" ("account_id", "client_id" COLLATE "C") WHERE "client_id" <> "thing_name";

-- Whoever asks for a thing's groups needs no more than this.
DROP INDEX "thing_group_members_thing_idx";
CREATE INDEX "thing_group_members_thing_idx" ON "thing_group_members" ("thing_row_id") INCLUDE ("group_row_id");

-- Policies are few enough to be sorted when they are shown.
DROP INDEX "policies_target_count_idx";
