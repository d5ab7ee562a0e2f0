CREATE TABLE "alarms" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "alarms_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"due_at" bigint NOT NULL,
	"payload" jsonb NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"not_before" timestamp with time zone,
	"dead" boolean DEFAULT false NOT NULL,
	"error" text
);
--> statement-breakpoint
CREATE TABLE "clock_anchor" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"real_ms" bigint NOT NULL,
	"bot_ms" bigint NOT NULL,
	"speed" double precision NOT NULL,
	CONSTRAINT "clock_anchor_is_one_row" CHECK ("clock_anchor"."id" = 1),
	CONSTRAINT "clock_anchor_speed_is_positive" CHECK ("clock_anchor"."speed" > 0)
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "deliveries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"stream" text NOT NULL,
	"platform" text NOT NULL,
	"kind" text NOT NULL,
	"slot" text,
	"payload" jsonb NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"not_before" timestamp with time zone,
	"leased_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"error" text,
	CONSTRAINT "deliveries_state" CHECK ("deliveries"."state" in ('pending', 'dead'))
);
--> statement-breakpoint
CREATE TABLE "form_drafts" (
	"platform" text NOT NULL,
	"space" text NOT NULL,
	"person" text NOT NULL,
	"form_id" text NOT NULL,
	"form" jsonb NOT NULL,
	"values" jsonb NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "form_drafts_platform_space_person_form_id_pk" PRIMARY KEY("platform","space","person","form_id")
);
--> statement-breakpoint
CREATE TABLE "inbound_events" (
	"platform" text NOT NULL,
	"event" text NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "inbound_events_platform_event_pk" PRIMARY KEY("platform","event")
);
--> statement-breakpoint
CREATE TABLE "places" (
	"stream" text NOT NULL,
	"slot" text NOT NULL,
	"platform" text NOT NULL,
	"space" text NOT NULL,
	"channel" text NOT NULL,
	"thread" text,
	"message" text,
	CONSTRAINT "places_stream_slot_pk" PRIMARY KEY("stream","slot")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "alarms_live" ON "alarms" USING btree ("kind","key","due_at","payload") WHERE not "alarms"."dead";--> statement-breakpoint
CREATE INDEX "alarms_due" ON "alarms" USING btree ("due_at","id") WHERE not "alarms"."dead";--> statement-breakpoint
CREATE INDEX "deliveries_pending" ON "deliveries" USING btree ("stream","id") WHERE "deliveries"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "deliveries_order" ON "deliveries" USING btree ("id") WHERE "deliveries"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "inbound_events_age" ON "inbound_events" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "places_thread" ON "places" USING btree ("platform","thread") WHERE "places"."message" is null;--> statement-breakpoint
CREATE INDEX "places_message" ON "places" USING btree ("platform","message") WHERE "places"."message" is not null;