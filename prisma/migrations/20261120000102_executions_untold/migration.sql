-- Devices that failed or take long and were not asked what they say of it, newest first.
CREATE INDEX "deployment_executions_untold_idx"
  ON "deployment_executions" ("account_id", coalesce("updated_at", timestamptz 'epoch') DESC, "deployment_id" DESC, "thing" DESC)
  WHERE "told_at" IS NULL AND "status" IN ('FAILED', 'REJECTED', 'TIMED_OUT', 'IN_PROGRESS');
-- A job is looked up by the Greengrass deployment that it carries.
CREATE INDEX "deployments_carried_by_idx" ON "deployments" ("account_id", "carried_by") WHERE "carried_by" IS NOT NULL;
-- Cores whose components are to be read: those that reported since, and those that were read long ago.
CREATE INDEX "greengrass_cores_components_idx" ON "greengrass_cores" ("account_id", "components_at") WHERE "gone_at" IS NULL;
