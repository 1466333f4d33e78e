import { z } from "zod";
import type { EventType } from "../catalogue/event-types.ts";
import { outcomes } from "../model/import.ts";
import { contactSchema } from "./contact.ts";
import { errorDetailSchema } from "./error.ts";
import { importFactsSchema, importReferenceSchema, importRunSchema, importStatusSchema } from "./import.ts";
import { importRowSchema } from "./intake.ts";
import { timeSchema } from "./time.ts";

const envelope = <Type extends EventType, Data extends z.ZodType>(type: Type, data: Data) =>
  z.object({ id: z.string(), type: z.literal(type), createdAt: timeSchema, data });

const byType = {
  "import.status_changed": envelope(
    "import.status_changed",
    z.object({ import: importFactsSchema, previousStatus: importStatusSchema, status: importStatusSchema }),
  ),
  "import.run_finished": envelope("import.run_finished", z.object({ import: importFactsSchema, run: importRunSchema })),
  "contact.imported": envelope(
    "contact.imported",
    z.object({
      contact: contactSchema,
      import: importReferenceSchema.nullable(),
      outcome: z.enum(outcomes),
      changed: z.array(z.string()),
    }),
  ),
  "contact.unqualified": envelope(
    "contact.unqualified",
    z.object({ row: importRowSchema, import: importReferenceSchema.nullable() }),
  ),
  "contact.rejected": envelope(
    "contact.rejected",
    z.object({ row: importRowSchema, import: importReferenceSchema.nullable(), errors: z.array(errorDetailSchema) }),
  ),
  "subscription.disabled": envelope(
    "subscription.disabled",
    z.object({ subscriptionId: z.string(), targetUrl: z.string(), reason: z.string() }),
  ),
} satisfies Record<EventType, z.ZodType>;

export const eventSchema = z
  .discriminatedUnion("type", [
    byType["import.status_changed"],
    byType["import.run_finished"],
    byType["contact.imported"],
    byType["contact.unqualified"],
    byType["contact.rejected"],
    byType["subscription.disabled"],
  ])
  .meta({ id: "Event", description: "A recorded fact. A delivery carries just what the list of events shows." });
