/**
 * The way of a page to Python: the first time all of it goes, later only what changed since.
 * The other side may have forgotten the page; then it says so and gets all of it again.
 */

import { PROTOCOL } from "../shared/protocol.js";
import { changesSince, remember } from "./changes.js";

/** How a reply begins of which we know that the snapshot arrived. */
const ARRIVED = `{"v":${PROTOCOL},"ok":true,`;

const SEND_WHOLE = `{"v":${PROTOCOL},"ok":false,"kind":"send-whole"`;

export class Wire {
  #send;
  #turn = 0;
  /** @type {{ turn: number, rows: import("./changes.js").Sent } | null} */ #sent = null;

  /** @param {(request: string) => Promise<unknown>} send answered with Python's reply as JSON */
  constructor(send) {
    this.#send = send;
  }

  /**
   * Python's plan for a snapshot, as JSON; "" where there is none.
   * @param {Record<string, unknown>} options
   * @param {import("./snapshot.js").Shot} shot
   * @returns {Promise<string>}
   */
  async plan(options, shot) {
    const { rows, ...page } = shot.snapshot;
    const turn = ++this.#turn;
    /** @type {(snapshot: Record<string, unknown>) => Promise<unknown>} */
    const send = (snapshot) =>
      this.#send(JSON.stringify({ v: PROTOCOL, op: "plan", options, snapshot }));
    const sent = this.#sent;
    this.#sent = null;
    const now = { rows, depths: shot.depths, nodes: shot.nodes };
    let reply = sent
      ? await send({ ...page, turn, base: sent.turn, runs: changesSince(sent.rows, now) })
      : SEND_WHOLE;
    if (typeof reply === "string" && reply.startsWith(SEND_WHOLE)) {
      reply = await send({ ...page, turn, rows });
    }
    if (typeof reply !== "string") return "";
    if (reply.startsWith(ARRIVED)) this.#sent = { turn, rows: remember(now) };
    return reply;
  }
}
