// Renders threads/licence.toml with npm's react-tweet, as a server would.
//   python -m tests.rendering.software tweets > tweets.json
//   npm i react-tweet@3.3.1 react@19 react-dom@19 esbuild
//   npx esbuild react-tweet.jsx --bundle --platform=node --jsx=automatic \
//     --loader:.css=local-css --outfile=ssr.cjs && node ssr.cjs < tweets.json > page.html
import { readFileSync } from 'node:fs';
import { renderToStaticMarkup } from 'react-dom/server';
import { EmbeddedTweet } from 'react-tweet';

const { title, tweets } = JSON.parse(readFileSync(0, 'utf8'));
const page = (
  <html lang="en">
    <head>
      <meta charSet="utf-8" />
      <title>{title}</title>
    </head>
    <body>
      <main>
        <article>
          <h1>{title}</h1>
          <p>Here is what was said that day, in the order in which I read it.</p>
          {tweets.map((tweet) => (
            <EmbeddedTweet key={tweet.id_str} tweet={tweet} />
          ))}
          <p>That was the day. I have since answered a bug report.</p>
        </article>
      </main>
    </body>
  </html>
);
process.stdout.write(`<!DOCTYPE html>${renderToStaticMarkup(page)}\n`);
