import { type ReceivedRequest, type StandInApi, startApi } from "./n8n-api.ts";

interface SentRecord {
  contact: Record<string, unknown>;
  company?: Record<string, unknown>;
}

/** What a batch carried. */
export const recordsOf = ({ body }: ReceivedRequest): SentRecord[] => (body as { records: SentRecord[] }).records;

export const importAnswer = (id: string, name = "Leads", status = "running") => ({ id, name, status, counts: {} });

/** An API that takes in every contact whose email holds an `@`, and refuses the others one by one. */
export async function startContactsApi(): Promise<StandInApi> {
  const api = await startApi();
  api.on("PUT /v5/imports/start", ({ body }) => {
    const { name } = body as { name: string };
    return { body: { outcome: "created", import: importAnswer("imp_default", name) } };
  });
  api.on("POST /v5/imports/*/contacts/batch", (request) => {
    const importId = request.path.split("/")[3] ?? "";
    const results = recordsOf(request).map(({ contact }, index) => {
      const row = { id: `row_${index}` };
      if (String(contact.email ?? "").includes("@")) {
        const answered = { id: `con_${index}`, customProperties: {}, company: null, ...contact };
        const reference = { id: importId, name: "Leads", status: "running" };
        return { index, outcome: "created", contact: answered, import: reference, row, changed: [], warnings: [] };
      }
      const error = {
        code: "validation_error",
        status: 422,
        message: "The record is not a contact.",
        description: "Correct the fields and send it again.",
        details: [{ field: "email", message: "is not an email address" }],
      };
      return { index, outcome: "rejected", row, error };
    });
    return { body: { results, counts: {} } };
  });
  return api;
}
