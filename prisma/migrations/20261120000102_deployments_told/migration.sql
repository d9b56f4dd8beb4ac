-- What is told of an account's deployments is told again when one was judged since, and no oftener than it takes time.
ALTER TABLE "deployment_figures" ADD COLUMN "told_ms" INTEGER NOT NULL DEFAULT 0;
CREATE INDEX "deployments_judged_idx" ON "deployments" ("account_id", "judged_at");
