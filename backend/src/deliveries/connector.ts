import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import { buildConnector } from "undici";
import { isPublicAddress } from "./public-address.ts";

/** A target is not of the public internet. Its address is not named: who made the subscription may not know it. */
export class PrivateTargetError extends Error {
  override readonly name = "PrivateTargetError";

  constructor() {
    super("The target's host is not public. The operator can allow it by the setting ALLOW_PRIVATE_TARGETS.");
  }
}

/** Finds every address of a name. */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

const resolveByHost: Resolve = (hostname) => lookup(hostname, { all: true });

/**
 * Looks a name up for a socket, and fails if any of its addresses is not allowed: a name with a public and a private
 * one is an attack. The socket gets what was checked, so a second answer of the name server cannot take its place.
 */
function guardLookup(resolve: Resolve, isAllowed: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (found) => {
        const [first] = found;
        if (first === undefined || !found.every(({ address }) => isAllowed(address))) {
          callback(new PrivateTargetError(), []);
        } else if (options.all) callback(null, found);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, []),
    );
  };
}

/**
 * Makes connections to public addresses only. It is asked at every connection and checks the address really used,
 * three times over: as it stands in the URL, as the name resolves, and as the socket reports it.
 */
export function createGuardedConnector({
  timeoutMs,
  resolve = resolveByHost,
  isAllowed = isPublicAddress,
}: {
  timeoutMs: number;
  resolve?: Resolve;
  isAllowed?: (address: string) => boolean;
}): buildConnector.connector {
  const connect = buildConnector({ timeout: timeoutMs, allowH2: false, lookup: guardLookup(resolve, isAllowed) });
  return (options, callback) => {
    const hostname = options.hostname.replace(/^\[|\]$/g, "");
    // A socket does not look an address up.
    if (isIP(hostname) !== 0 && !isAllowed(hostname)) {
      callback(new PrivateTargetError(), null);
      return;
    }
    connect(options, (...[error, socket]) => {
      if (error !== null) callback(error, null);
      else if (isAllowed(socket.remoteAddress ?? "")) callback(null, socket);
      else {
        socket.destroy();
        callback(new PrivateTargetError(), null);
      }
    });
  };
}
