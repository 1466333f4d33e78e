import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "@jest/globals";
import { createGuardedConnector, type Resolve } from "../../backend/src/deliveries/connector.ts";
import { isPublicAddress } from "../../backend/src/deliveries/public-address.ts";

describe("an address of the public internet", () => {
  test.each([
    "93.184.215.14",
    "1.1.1.1",
    "172.15.255.255",
    "172.32.0.1",
    "2606:2800:220:1:248:1893:25c8:1946",
    "2a00:1450:4001:82a::200e",
    "::ffff:93.184.215.14",
  ])("is %s", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each([
    ["this machine", "127.0.0.1"],
    ["this machine", "127.255.255.254"],
    ["this machine", "0.0.0.0"],
    ["this machine", "::1"],
    ["this machine", "::"],
    ["a private network", "10.0.0.1"],
    ["a private network", "172.16.0.1"],
    ["a private network", "172.31.255.255"],
    ["a private network", "192.168.1.1"],
    ["a private network", "fd00::1"],
    ["a private network", "fec0::1"],
    ["a provider's network", "100.64.0.1"],
    ["the link", "169.254.1.1"],
    ["the link", "fe80::1"],
    ["the link", "fe80::1%eth0"],
    ["a cloud's metadata", "169.254.169.254"],
    ["a cloud's metadata", "fd00:ec2::254"],
    ["a cloud's metadata", "100.100.100.200"],
    ["a cloud's metadata", "192.0.0.192"],
    ["a cloud's own service", "168.63.129.16"],
    ["a cloud's own service", "::ffff:168.63.129.16"],
    ["mapped IPv4", "::ffff:127.0.0.1"],
    ["mapped IPv4", "::ffff:7f00:1"],
    ["mapped IPv4", "::ffff:169.254.169.254"],
    ["compatible IPv4", "::127.0.0.1"],
    ["translated IPv4", "::ffff:0:127.0.0.1"],
    ["NAT64", "64:ff9b::7f00:1"],
    ["NAT64", "64:ff9b:1::a00:1"],
    ["6to4", "2002:7f00:1::1"],
    ["Teredo", "2001:0:4136:e378:8000:63bf:3fff:fdd2"],
    ["documentation", "192.0.2.1"],
    ["documentation", "2001:db8::1"],
    ["benchmarks", "198.18.0.1"],
    ["many at once", "224.0.0.1"],
    ["many at once", "255.255.255.255"],
    ["many at once", "ff02::1"],
    ["nobody", "240.0.0.1"],
    ["nobody", "4000::1"],
    ["nothing", ""],
    ["nothing", "example.com"],
  ])("is not that of %s: %s", (_of, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe("a connection to a target", () => {
  const opened: { close(): unknown }[] = [];

  afterEach(() => {
    for (const one of opened.splice(0)) one.close();
  });

  /** A server on this machine that notes who comes. */
  async function startServer(): Promise<{ port: number; connections: Socket[] }> {
    const connections: Socket[] = [];
    const server = createServer((socket) => connections.push(socket));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    opened.push({ close: () => server.close() });
    const { port } = server.address() as AddressInfo;
    return { port, connections };
  }

  /** Connects as a request to the URL would; resolves with the address that was reached. */
  function connectTo(
    url: string,
    guard: Partial<Parameters<typeof createGuardedConnector>[0]> = {},
  ): Promise<string | undefined> {
    const connect = createGuardedConnector({ timeoutMs: 5000, ...guard });
    const { hostname, host, protocol, port } = new URL(url);
    return new Promise((resolve, reject) => {
      connect({ hostname, host, protocol, port }, (...[error, socket]) => {
        if (error !== null) return reject(error);
        opened.push({ close: () => socket.destroy() });
        resolve(socket.remoteAddress);
      });
    });
  }

  const answering =
    (...addresses: string[]): Resolve =>
    async () =>
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));

  const refusal = { name: "PrivateTargetError" };

  test.each([
    ["an address", "127.0.0.1"],
    ["its decimal form", "2130706433"],
    ["its hexadecimal form", "0x7f000001"],
    ["its octal form", "0177.0.0.1"],
    ["its short form", "127.1"],
    ["nothing's address", "0"],
    ["an IPv6 address", "[::1]"],
    ["a mapped address", "[::ffff:127.0.0.1]"],
    ["a private IPv6 address", "[fd00::1]"],
    ["the metadata service", "169.254.169.254"],
    ["this machine's own name", "localhost"],
  ])("is refused where the URL has %s: %s", async (_what, host) => {
    const { port, connections } = await startServer();
    await expect(connectTo(`http://${host}:${port}/`)).rejects.toMatchObject(refusal);
    expect(connections).toHaveLength(0);
  });

  test.each([
    ["a private address", ["127.0.0.1"]],
    ["a mapped one", ["::ffff:127.0.0.1"]],
    ["one that is private among public ones", ["93.184.215.14", "127.0.0.1"]],
    ["one that is private of another family", ["93.184.215.14", "fd00::1"]],
    ["nothing", []],
  ])("is refused where a public name resolves to %s", async (_what, addresses) => {
    const { port, connections } = await startServer();
    const connecting = connectTo(`http://hooks.example.com:${port}/`, { resolve: answering(...addresses) });
    await expect(connecting).rejects.toMatchObject(refusal);
    expect(connections).toHaveLength(0);
  });

  test("is refused over TLS as well", async () => {
    const { port, connections } = await startServer();
    const connecting = connectTo(`https://hooks.example.com:${port}/`, { resolve: answering("127.0.0.1") });
    await expect(connecting).rejects.toMatchObject(refusal);
    expect(connections).toHaveLength(0);
  });

  test("goes to the very address that was checked, and the name is looked up once", async () => {
    const { port } = await startServer();
    const looks: string[] = [];
    const resolve: Resolve = async (hostname) => {
      looks.push(hostname);
      return answering("127.0.0.1")(hostname);
    };
    const isAllowed = (address: string) => address === "127.0.0.1";
    expect(await connectTo(`http://no-such-host.invalid:${port}/`, { resolve, isAllowed })).toBe("127.0.0.1");
    expect(looks).toEqual(["no-such-host.invalid"]);
  });

  test("is broken off when the socket reports another address than was checked", async () => {
    const { port } = await startServer();
    const checked: string[] = [];
    const isAllowed = (address: string) => checked.push(address) === 1;
    const connecting = connectTo(`http://hooks.example.com:${port}/`, { resolve: answering("127.0.0.1"), isAllowed });
    await expect(connecting).rejects.toMatchObject(refusal);
    expect(checked).toEqual(["127.0.0.1", "127.0.0.1"]);
  });

  test("fails as the look-up fails", async () => {
    const resolve: Resolve = () => Promise.reject(Object.assign(new Error("no such name"), { code: "ENOTFOUND" }));
    await expect(connectTo("http://hooks.example.com/", { resolve })).rejects.toMatchObject({ code: "ENOTFOUND" });
  });
});
