import type * as model from "@firstquadrant/core-client";
import type * as schemas from "@firstquadrant/core-client/schemas";
import { expect, test } from "@jest/globals";
import type { z } from "zod";

type Schemas = typeof schemas;
type Told<Name extends keyof Schemas> = Schemas[Name] extends z.ZodType ? z.infer<Schemas[Name]> : never;
type Same<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : false) : false;
/** Without the further keys that are let through, which an interface never fits. */
type Named<Type> = { [Key in keyof Type as string extends Key ? never : Key]: Type[Key] };
type Fits<Narrow, Wide> = [Narrow] extends [Named<Wide>] ? true : false;

/** Each line compiles only while the schema tells the very type that is written by hand. */
interface Answers {
  account: Same<Told<"accountSchema">, model.Account>;
  error: Same<Told<"apiErrorSchema">, model.ApiErrorBody>;
  company: Same<Told<"companySchema">, model.Company>;
  contact: Same<Told<"contactSchema">, model.Contact>;
  import: Same<Told<"importSchema">, model.Import>;
  importFacts: Same<Told<"importFactsSchema">, model.ImportFacts>;
  importRun: Same<Told<"importRunSchema">, model.ImportRun>;
  importRow: Same<Told<"importRowSchema">, model.ImportRow>;
  importSample: Same<Told<"importSampleSchema">, model.ImportSample>;
  importCounts: Same<Told<"importCountsSchema">, model.ImportCounts>;
  importReference: Same<Told<"importReferenceSchema">, model.ImportReference>;
  intakeResult: Same<Told<"intakeResultSchema">, model.IntakeResult>;
  batchResult: Same<Told<"batchResultSchema">, model.BatchResult>;
  batchItemResult: Same<Told<"batchItemResultSchema">, model.BatchItemResult>;
  startImportResult: Same<Told<"startImportResultSchema">, model.StartImportResult>;
  subscription: Same<Told<"subscriptionSchema">, model.Subscription>;
  createdSubscription: Same<Told<"createdSubscriptionSchema">, model.CreatedSubscription>;
  delivery: Same<Told<"deliverySchema">, model.Delivery>;
  event: Same<Told<"eventSchema">, model.Event>;
  listedField: Same<Told<"listedFieldSchema">, model.ListedField>;
  proposal: Same<Told<"fieldMappingProposalSchema">, model.FieldMappingProposal>;
  fieldMapping: Same<Told<"fieldMappingSchema">, model.FieldMapping>;
  forgetResult: Same<Told<"forgetResultSchema">, model.ForgetResult>;
  contactExport: Same<Told<"contactExportSchema">, model.ContactExport>;
  undoResult: Same<Told<"undoResultSchema">, model.UndoResult>;
}

interface Inputs {
  import: Same<Told<"importInputSchema">, model.ImportInput>;
  importPatch: Same<Told<"importPatchSchema">, model.ImportPatch>;
  startImport: Same<Told<"startImportInputSchema">, model.StartImportInput>;
  subscription: Same<Told<"subscriptionInputSchema">, model.SubscriptionInput>;
  customField: Same<Told<"customFieldInputSchema">, model.CustomFieldInput>;
  proposal: Same<Told<"proposalInputSchema">, model.ProposalInput>;
  // What callers send is let in more widely than the client's types ask for.
  contact: Fits<model.ContactInput, Told<"contactInputSchema">>;
  company: Fits<model.CompanyInput, Told<"companyInputSchema">>;
  contactRecord: Fits<model.ContactRecord, Told<"contactRecordSchema">>;
  contactBody: Fits<model.ContactBody, Told<"contactBodySchema">>;
}

type AllTrue<Checks> = { [Key in keyof Checks]: true };
const holds = <Checks extends AllTrue<Checks>>(): Checks | true => true;

test("the schemas tell the types that are written by hand", () => {
  expect(holds<Answers>()).toBe(true);
  expect(holds<Inputs>()).toBe(true);
});
