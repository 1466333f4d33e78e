import type { Preset } from "./preset.ts";

/** A customer. Its `state` tells whether the shop's account is open, and is no place. */
export const shopify: Preset = {
  app: "shopify",
  label: "Shopify",
  fieldMapping: {
    email: "email",
    firstName: ["first_name", "default_address.first_name"],
    lastName: ["last_name", "default_address.last_name"],
    phone: ["phone", "default_address.phone"],
    city: "default_address.city",
    state: ["default_address.province", "default_address.province_code"],
    countryCode: ["default_address.country_code", "default_address.country"],
    tags: "tags",
    "company.name": "default_address.company",
  },
};
