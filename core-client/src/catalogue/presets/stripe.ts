import type { Preset } from "./preset.ts";

const customer = (path: string) => [`data.object.${path}`, `data.object.customer_details.${path}`];

/** An event about a customer, or about a checkout, which keeps the customer's details in an object of their own. */
export const stripe: Preset = {
  app: "stripe",
  label: "Stripe",
  fieldMapping: {
    email: [...customer("email"), "data.object.customer_email", "data.object.receipt_email"],
    name: ["data.object.individual_name", ...customer("name"), ...customer("individual_name")],
    phone: customer("phone"),
    city: customer("address.city"),
    state: customer("address.state"),
    countryCode: customer("address.country"),
    "company.name": customer("business_name"),
  },
};
