import { z } from "zod";

export const accountSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.string()).meta({ examples: [["urn:firstquadrant:*:*:*"]] }),
    organization: z.object({ id: z.string(), name: z.string() }),
  })
  .meta({ id: "Account", description: "Who the key is, and the organization that it belongs to." });
