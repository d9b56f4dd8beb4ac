-- Addresses of webhooks, signing secrets and routing keys, encrypted. Only e-mail addresses stay in "target"; what older
-- versions wrote in the clear is encrypted by the worker when it starts with FLEETWARDEN_SECRET.
ALTER TABLE "notification_channels" ADD COLUMN "sealed" TEXT;
