import { z } from "zod";

export const errorDetailSchema = z.object({ field: z.string(), message: z.string() });

export const apiErrorSchema = z
  .object({
    code: z.string().meta({ description: "What went wrong, for programs.", examples: ["validation_error"] }),
    status: z.int().meta({ description: "The HTTP status.", examples: [422] }),
    message: z.string().meta({ description: "What happened, for people." }),
    description: z.string().meta({ description: "What to do about it." }),
    details: z.array(errorDetailSchema).meta({ description: "The fields that were wrong, and why." }),
  })
  .meta({ id: "Error", description: "The body of every error answer." });
