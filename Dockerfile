# One image for every process of the server; docker-compose.yml says which module each one runs. Node runs the
# TypeScript as it is, so the only build step is the workflows' bundle. Folders are named one by one: what is not named
# does not get in.
FROM node:24-slim

ENV NODE_ENV=production
WORKDIR /app

# Scripts are not needed: every native part comes as a ready binary (glibc, hence no Alpine).
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force

COPY domain domain/
COPY platform platform/
COPY workflows workflows/
COPY activities activities/
COPY db db/
COPY api api/
COPY worker worker/

RUN node worker/bundle-workflows.ts /app/workflow-bundle.js
ENV WORKFLOW_BUNDLE=/app/workflow-bundle.js

USER node
CMD ["node", "api/main.ts"]
