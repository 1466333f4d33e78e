import type { Authentication, BeforeRequestMiddleware, Bundle } from "zapier-platform-core";
import { defaultBaseUrl } from "./base-url.ts";
import { perform } from "./perform.ts";

const keysPage = "https://docs.firstquadrant.ai/api-reference/authentication";

export const testConnection = perform(async (client, z) => {
  const account = await client.account.me();
  // A page that answers 200 is no proof that this is the API.
  if (account?.organization?.name === undefined) {
    throw new z.errors.Error(
      "The address answers, but not as FirstQuadrant does. Check the base URL of this connection.",
      "unexpected_response",
    );
  }
  return { name: account.person?.name ?? account.name, organization: account.organization };
});

/** Names the connection by its organization, and by its person or its key's name: none is secret, all are people's words. */
export async function connectionLabel(
  _z: unknown,
  bundle: Bundle<{ name?: string; organization?: { name?: string } }>,
) {
  const { name, organization } = bundle.inputData;
  return [organization?.name, name && `(${name})`].filter(Boolean).join(" ");
}

/** Says in every request who is asking. It is unconditional, so that Zapier can do the same for requests of its own. */
export const addCredentials: BeforeRequestMiddleware = (request, _z, bundle) => ({
  ...request,
  headers: {
    ...request.headers,
    Authorization: `Bearer ${bundle.authData.apiKey?.trim()}`,
    "FirstQuadrant-Organization-ID": `${bundle.authData.organizationId?.trim()}`,
  },
});

export const authentication: Authentication = {
  type: "custom",
  test: testConnection,
  connectionLabel,
  fields: [
    {
      key: "apiKey",
      label: "API Key",
      type: "password",
      required: true,
      helpText: `Starts with \`fqa_\`. In FirstQuadrant, make one under Settings > API Keys; it is shown once. [How to make a key](${keysPage}).`,
    },
    {
      key: "organizationId",
      label: "Organization ID",
      type: "string",
      required: true,
      helpText: `Starts with \`org_\` and stands beside the API keys. [Where to find it](${keysPage}).`,
    },
    {
      key: "baseUrl",
      label: "Base URL",
      type: "string",
      required: false,
      default: defaultBaseUrl,
      helpText: `Leave as it is, unless your organization runs FirstQuadrant Connect on a server of its own; then its address, starting with \`https://\`. [About the address](https://docs.firstquadrant.ai/api-reference/getting-started).`,
    },
  ],
};
