/** Every kind of event, with what a person is told about it. */
export const eventTypes = {
  "import.status_changed": {
    label: "Import Status Changed",
    description: "An import was started or completed.",
  },
  "import.run_finished": {
    label: "Import Run Finished",
    description: "One working-through of an import's source came to its end.",
  },
  "contact.imported": {
    label: "Contact Imported",
    description: "A record created a contact or changed one.",
  },
  "contact.unqualified": {
    label: "Contact Unqualified",
    description: "A record did not pass the import's questions.",
  },
  "contact.rejected": {
    label: "Contact Rejected",
    description: "A record could not become a contact.",
  },
  "subscription.disabled": {
    label: "Subscription Disabled",
    description: "A subscription's target failed for too long, or said that it is gone.",
  },
} as const satisfies Record<string, { label: string; description: string }>;

export type EventType = keyof typeof eventTypes;
