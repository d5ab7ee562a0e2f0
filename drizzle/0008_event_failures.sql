CREATE TABLE "event_failures" (
	"platform" text NOT NULL,
	"event" text NOT NULL,
	"attempts" integer NOT NULL,
	"failed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"set_aside_at" timestamp with time zone,
	CONSTRAINT "event_failures_platform_event_pk" PRIMARY KEY("platform","event")
);
--> statement-breakpoint
CREATE INDEX "event_failures_age" ON "event_failures" USING btree ("failed_at");