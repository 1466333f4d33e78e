import ipaddr from "ipaddr.js";

/** The part of IPv6 that addresses of public hosts come from; all else is reserved, local, or leads into IPv4. */
const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3");

/** Public by its number, and yet a cloud's own service behind every machine of that cloud. */
const hostServices = new Set(["168.63.129.16"]);

/**
 * Whether an address is one of the public internet: not of this machine, its network, a cloud's metadata service, nor
 * one that leads to such an address by a translation (mapped IPv4, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (address.range() !== "unicast") return false;
  return address.kind() === "ipv6" ? address.match(globalUnicast) : !hostServices.has(address.toString());
}
