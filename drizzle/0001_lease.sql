CREATE TABLE "leases" (
	"platform" text PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"token" bigint NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"reads_messages" boolean
);
--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "leased_by" text;