CREATE SEQUENCE "public"."playground_changes" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "playground_files" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"owner" text,
	"message_id" bigint,
	"name" text NOT NULL,
	"media_type" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "playground_messages" (
	"id" bigint PRIMARY KEY NOT NULL,
	"change" bigint NOT NULL,
	"key" text,
	"channel" text NOT NULL,
	"thread" bigint,
	"author" text,
	"at" bigint NOT NULL,
	"edited_at" bigint,
	"deleted" boolean DEFAULT false NOT NULL,
	"only_for" text,
	"pings" jsonb NOT NULL,
	"summary" text NOT NULL,
	"tone" text,
	"blocks" jsonb NOT NULL,
	"files" jsonb NOT NULL,
	"title" text,
	CONSTRAINT "playground_messages_key" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "playground_people" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"admin" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "playground_reactions" (
	"message_id" bigint NOT NULL,
	"emoji" text NOT NULL,
	"person" text NOT NULL,
	"change" bigint NOT NULL,
	CONSTRAINT "playground_reactions_message_id_emoji_person_pk" PRIMARY KEY("message_id","emoji","person")
);
--> statement-breakpoint
ALTER TABLE "playground_files" ADD CONSTRAINT "playground_files_message_id_playground_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."playground_messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "playground_messages" ADD CONSTRAINT "playground_messages_thread_playground_messages_id_fk" FOREIGN KEY ("thread") REFERENCES "public"."playground_messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "playground_messages" ADD CONSTRAINT "playground_messages_author_playground_people_id_fk" FOREIGN KEY ("author") REFERENCES "public"."playground_people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "playground_reactions" ADD CONSTRAINT "playground_reactions_message_id_playground_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."playground_messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "playground_files_of" ON "playground_files" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "playground_messages_changes" ON "playground_messages" USING btree ("change");--> statement-breakpoint
CREATE INDEX "playground_messages_of_channel" ON "playground_messages" USING btree ("channel","id") WHERE "playground_messages"."thread" is null;--> statement-breakpoint
CREATE INDEX "playground_messages_of_thread" ON "playground_messages" USING btree ("thread","id") WHERE "playground_messages"."thread" is not null;