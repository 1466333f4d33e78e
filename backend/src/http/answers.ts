import type { z } from "zod";

/** An answer of several forms. */
interface ByContentType {
  description: string;
  content: Record<string, { schema: z.ZodType }>;
}

/**
 * The answers of a route, for the API's description. What is answered is made by typed functions, and tests hold it
 * against these schemas; so routes need not be typed by them once more.
 */
export const answers = (schemas: Record<number, z.ZodType | ByContentType>): unknown => schemas;
