// What must be known of a growing MP4 before it can be played: its header, and the name of its codec.
"use strict";

(() => {
  const nameAt = (bytes, at) => String.fromCharCode(...bytes.subarray(at, at + 4));
  const MediaSourceClass = window.MediaSource || window.ManagedMediaSource;

  // `bytes`: the beginning of the file. Null while the first fragment ("moof") is not reached.
  function headerOf(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at + 8 <= bytes.length; at += Math.max(8, view.getUint32(at))) {
      if (nameAt(bytes, at + 4) === "moof") return bytes.subarray(0, at);
    }
    return null;
  }

  // From the box "avcC": version, then profile, compatibility and level, which are the codec's name.
  function typeOf(header) {
    for (let at = 0; at + 8 <= header.length; at += 1) {
      if (nameAt(header, at) !== "avcC") continue;
      const three = header.subarray(at + 5, at + 8);
      return `video/mp4; codecs="avc1.${[...three].map((byte) => byte.toString(16).padStart(2, "0")).join("")}"`;
    }
    return "";
  }

  // A piece begins with the header or a fragment; anything else is another file at the same address.
  const isPiece = (bytes) => ["ftyp", "moof"].includes(nameAt(bytes, 4));

  const canPlay = (type) => Boolean(type && MediaSourceClass && MediaSourceClass.isTypeSupported(type));

  Object.assign(window.Replay, { MediaSourceClass, headerOf, typeOf, isPiece, canPlay });
})();
