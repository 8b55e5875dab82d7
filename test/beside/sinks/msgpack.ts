/** MessagePack, as much of it as traces are written in. */
export function decodeMessagePack(bytes: Buffer): unknown {
  let at = 0;
  const take = (length: number) => bytes.subarray(at, (at += length));
  const unsigned = (length: number) => (length === 8 ? take(8).readBigUInt64BE() : take(length).readUIntBE(0, length));
  const size = (length: number) => Number(unsigned(length));
  const many = (count: number) => Array.from({ length: count }, read);
  const map = (count: number) => Object.fromEntries(Array.from({ length: count }, () => [String(read()), read()]));

  function read(): unknown {
    const code = size(1);
    if (code < 0x80) return code;
    if (code < 0x90) return map(code & 0x0f);
    if (code < 0xa0) return many(code & 0x0f);
    if (code < 0xc0) return take(code & 0x1f).toString();
    if (code >= 0xe0) return code - 0x1_00;
    switch (code) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return take(size(2 ** (code - 0xc4)));
      case 0xca:
        return take(4).readFloatBE();
      case 0xcb:
        return take(8).readDoubleBE();
      case 0xcc:
      case 0xcd:
      case 0xce:
      case 0xcf:
        return unsigned(2 ** (code - 0xcc));
      case 0xd0:
      case 0xd1:
      case 0xd2:
        return take(2 ** (code - 0xd0)).readIntBE(0, 2 ** (code - 0xd0));
      case 0xd3:
        return take(8).readBigInt64BE();
      case 0xd9:
      case 0xda:
      case 0xdb:
        return take(size(2 ** (code - 0xd9))).toString();
      case 0xdc:
      case 0xdd:
        return many(size(2 ** (code - 0xdb)));
      case 0xde:
      case 0xdf:
        return map(size(2 ** (code - 0xdd)));
      default:
        throw new Error(`MessagePack: 0x${code.toString(16)} at byte ${at - 1} is not read here`);
    }
  }
  return read();
}
