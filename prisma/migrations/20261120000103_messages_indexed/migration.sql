-- Most devices of a deployment say nothing, and nobody looks for what they did not say.
DROP INDEX "deployment_executions_message_idx";
CREATE INDEX "deployment_executions_message_idx" ON "deployment_executions" ("deployment_id", "status", md5("message"))
  WHERE "message" IS NOT NULL;
