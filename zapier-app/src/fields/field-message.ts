import { fieldLabel } from "./field-label.ts";

/** What the API says about a field, with the field as a person calls it; some of what it says is about none. */
export const fieldMessage = ({ field, message }: { field: string; message: string }) =>
  field === "" ? message : `${fieldLabel(field)} ${message}`;
