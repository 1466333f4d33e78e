import { z } from "zod";

export const accountSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.string()).meta({ examples: [["urn:firstquadrant:*:*:*"]] }),
    organization: z.object({ id: z.string(), name: z.string() }),
    person: z
      .object({ id: z.string(), name: z.string(), email: z.string().nullable() })
      .optional()
      .meta({ description: "Whom an app acts for, where it came by OAuth 2 and not with a key." }),
  })
  .meta({ id: "Account", description: "Who the key or access token is, and the organization that it belongs to." });
