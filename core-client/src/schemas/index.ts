export { accountSchema } from "./account.ts";
export {
  companyInputSchema,
  companySchema,
  contactBodySchema,
  contactInputSchema,
  contactRecordSchema,
  contactSchema,
  customPropertyValueSchema,
} from "./contact.ts";
export { contactExportSchema } from "./contact-export.ts";
export { customFieldInputSchema, listedFieldSchema } from "./custom-field.ts";
export { apiErrorSchema, errorDetailSchema } from "./error.ts";
export { eventSchema } from "./event.ts";
export { acceptableFieldMappingSchema, fieldMappingSchema, fieldSourceSchema } from "./field-mapping.ts";
export { fileFormatSchema, importFileSchema } from "./file.ts";
export { forgetResultSchema } from "./forget.ts";
export {
  importFactsSchema,
  importInputSchema,
  importPatchSchema,
  importReferenceSchema,
  importRunSchema,
  importSampleSchema,
  importSchema,
  importStatusSchema,
  startImportInputSchema,
  startImportResultSchema,
} from "./import.ts";
export { importCountsSchema } from "./import-counts.ts";
export {
  batchInputSchema,
  batchItemResultSchema,
  batchResultSchema,
  importRowSchema,
  intakeResultSchema,
  warningSchema,
} from "./intake.ts";
export { createdKeySchema, keyInputSchema, keyRotationSchema, keySchema } from "./key.ts";
export { mergeInputSchema } from "./merge.ts";
export { previewInputSchema, previewSchema } from "./preview.ts";
export { importProgressSchema } from "./progress.ts";
export { fieldMappingProposalSchema, proposalInputSchema } from "./proposal.ts";
export { importProspectsSchema, prospectCountSchema, prospectSchema, prospectSearchSchema } from "./prospect.ts";
export {
  qualificationAnswerSchema,
  qualificationInputSchema,
  qualificationQuestionSchema,
} from "./qualification.ts";
export {
  createdSubscriptionSchema,
  deliverySchema,
  eventTypeSchema,
  subscriptionInputSchema,
  subscriptionSchema,
} from "./subscription.ts";
export { undoInputSchema, undoResultSchema } from "./undo.ts";
