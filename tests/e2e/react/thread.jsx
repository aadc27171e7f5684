/** A story page in Digg's shape, as a React component whose state a test can change. */
import { Suspense, use, useEffect, useState } from "react";

const PEOPLE = {
  mira: ["mira_quay", "Mira Quay"],
  oskar: ["oskar_vell", "Oskar Vell"],
  jun: ["jun_takeda_", "Jun Takeda"],
};

const FIRST =
  "The harbour library wants to close its reading room on Sundays. It is the only warm public room in the old town, and Sunday is the day it is full.";
const SECOND =
  "@mira_quay The room was empty three Sundays out of four last winter. I counted, because I am the one who locks it, and I would rather keep the weekday evenings.";
const THIRD =
  "@oskar_vell Empty at four, when it closes. It was full at eleven, before the ferry. Count again with the door open.";

/** Status ids hold the time: (id >> 22) + 1288834974657 milliseconds. */
export const POSTS = [
  { id: "2057248504673206272", who: "mira", text: FIRST, quote: null, time: "11:54 PM · May 20, 2026", views: "3.1K" },
  { id: "2057260835931160576", who: "oskar", text: SECOND, quote: 0, time: "12:43 AM · May 21, 2026", views: "812" },
  { id: "2057283988493434880", who: "jun", text: THIRD, quote: 1, time: "2:15 AM · May 21, 2026", views: "97" },
  { id: "2057284500000000000", who: "mira", text: "@oskar_vell Thank you for locking it. Could we look at the ferry times together before anybody votes on this?", quote: 1, time: "2:17 AM · May 21, 2026", views: "45" },
];

function Quote({ post }) {
  const [handle, name] = PEOPLE[post.who];
  return (
    <a className="block rounded-md border px-3 py-2 mt-2" href={`https://x.com/${handle}/status/${post.id}`}>
      <div className="flex items-baseline">
        <span className="font-semibold">{name}</span>
        <span className="text-muted-foreground">@{handle}</span>
      </div>
      <p className="wrap-anywhere text-xs">{post.text}</p>
      <div className="font-mono text-xs">{post.time} · {post.views} Views</div>
    </a>
  );
}

function Post({ post, quoted, tick }) {
  const [handle, name] = PEOPLE[post.who];
  return (
    <li className={tick % 2 ? "odd" : "even"}>
      <article data-post-id={`post:${post.id}`}>
        <header className="flex items-center">
          <a href={`/u/x/${handle}`}>
            <span className="font-semibold">{name}</span>
            <span className="text-muted-foreground">@{handle}</span>
          </a>
        </header>
        <div className="whitespace-pre-wrap"><p className="wrap-anywhere">{post.text}</p></div>
        {quoted && <Quote post={quoted} />}
        <a className="font-mono text-xs" href={`https://x.com/${handle}/status/${post.id}`}>{post.time} · {post.views} Views</a>
      </article>
    </li>
  );
}

/** A part that React hydrates only when its code has come, as in a streamed page. */
function Late({ when, children }) {
  if (when) use(when);
  return children;
}

export function Thread({ onReady, when }) {
  const [state, set] = useState({ order: [0, 1, 2, 3], quotes: true, tick: 0 });
  useEffect(() => {
    onReady?.(set);
  }, [onReady]);
  const { order, quotes, tick } = state;
  return (
    <div data-cluster-id="00000000-0000-4000-8000-000000000001">
      <article>
        <h1>Harbour library may close its reading room on Sundays</h1>
        <Suspense><Late when={when}><section>
          <ul className="flex flex-col">
            {order.map((at) => {
              const post = POSTS[at];
              const quoted = quotes && post.quote !== null ? POSTS[post.quote] : null;
              return <Post key={post.id} post={post} quoted={quoted} tick={tick} />;
            })}
          </ul>
        </section></Late></Suspense>
      </article>
    </div>
  );
}
