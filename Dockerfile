FROM node:24-slim

WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && npm cache clean --force
COPY . .

# Where the embedded PostgreSQL lives when no DATABASE_URL is set; compose.yaml brings its own server.
ENV DATA_DIR=/data
RUN mkdir /data && chown node:node /data
VOLUME /data

# Caches that make the start faster. They are per user, so the container's user fills them.
RUN mkdir -p node_modules/.cache && chown node:node node_modules/.cache

ENV NODE_ENV=production
USER node
RUN node src/bin/fill-caches.ts
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node still calls its stripping of types for the playground's page experimental.
CMD ["node", "--disable-warning=ExperimentalWarning", "src/main.ts"]
