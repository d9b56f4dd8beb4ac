-- Two people who edit one playbook: the second is told instead of overwriting the first. No steps: those of the product.
ALTER TABLE "playbooks" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "playbooks" ALTER COLUMN "steps" DROP NOT NULL;
