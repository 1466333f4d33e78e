import { z } from "zod";
import type { Outcome } from "../model/import.ts";

const count = z.int().min(0);

export const importCountsSchema = z
  .object({
    received: count,
    scheduled: count,
    created: count,
    updated: count,
    unchanged: count,
    skipped: count,
    unqualified: count,
    rejected: count,
  } satisfies Record<Outcome | "received", z.ZodType>)
  .meta({ id: "ImportCounts", description: "What became of the records: `received` is the sum of the rest." });
