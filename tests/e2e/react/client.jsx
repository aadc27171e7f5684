/** Hydrates the page and keeps every complaint of React where a test can read it. */
import { createElement } from "react";
import { hydrateRoot } from "react-dom/client";
import { Thread } from "./thread.jsx";

window.complaints = [];
const complain = (kind) => (error) => window.complaints.push(`${kind}: ${error?.message ?? error}`);
const { error } = console;
console.error = (...words) => {
  window.complaints.push(`console: ${words.join(" ")}`);
  error.apply(console, words);
};

const { after, announcer, part } = window.hydration;
const when = part ? new Promise((done) => setTimeout(done, part)) : null;
addEventListener("load", () =>
  setTimeout(() => {
    const ready = (set) => {
      window.setThread = set;
      // As Next.js's router does in its first effect.
      if (announcer) document.body.append(document.createElement("next-route-announcer"));
    };
    hydrateRoot(document.getElementById("root"), createElement(Thread, { onReady: ready, when }), {
      onRecoverableError: complain("recoverable"),
      onUncaughtError: complain("uncaught"),
      onCaughtError: complain("caught"),
    });
  }, after),
);
