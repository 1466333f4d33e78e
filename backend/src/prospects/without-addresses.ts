import type { Preview } from "@firstquadrant/core-client";

const hidden = (email: string): string => `…${email.slice(email.lastIndexOf("@"))}`;

/** A preview of prospects: the address of who is no contact yet comes with the import. */
export const withoutAddresses = (preview: Preview): Preview => ({
  ...preview,
  rows: preview.rows.map((row) =>
    row.contact === null || row.contact.id !== null
      ? row
      : { ...row, contact: { ...row.contact, email: hidden(row.contact.email) } },
  ),
});
