import { z } from "zod";

/** A time as the API writes it: ISO 8601, in UTC, with `Z`. */
export const timeSchema = z.iso.datetime().meta({ examples: ["2026-10-02T09:16:42.000Z"] });
