# syntax=docker/dockerfile:1
# One target for each service: docker build --target api-service .
# A service is its own room, the rooms it knows, and the npm packages these need; the TypeScript runs as it is.

FROM node:24.21.0-bookworm-slim AS base
WORKDIR /app
ENV NODE_ENV=production \
    NODE_OPTIONS=--disable-warning=ExperimentalWarning \
    NO_COLOR=1

# npm needs the manifests of all workspaces to read the lockfile, and nothing else: so the layers below are built anew
# only when dependencies change.
FROM base AS manifests
COPY package.json package-lock.json .npmrc ./
COPY api/package.json api/
COPY bench/package.json bench/
COPY catalog/package.json catalog/
COPY cli/package.json cli/
COPY client/package.json client/
COPY db-init-service/package.json db-init-service/
COPY embedded-database/package.json embedded-database/
COPY etl/package.json etl/
COPY ingestion-service/package.json ingestion-service/
COPY jobs/package.json jobs/
COPY monitoring/package.json monitoring/
COPY service-kit/package.json service-kit/
COPY simulator/package.json simulator/
COPY test-kit/package.json test-kit/

# Without what only development needs: npm would follow a room's devDependencies to further rooms.
FROM manifests AS production-manifests
COPY deploy/containers/install-dependencies.sh /usr/local/bin/
RUN npm pkg delete devDependencies --workspaces

# Of Redoc one file is served. With it npm brings forty packages, of which that file was made.
FROM production-manifests AS redoc
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --omit=optional --workspace=@systole/api

FROM production-manifests AS api-dependencies
RUN --mount=type=cache,target=/root/.npm npm pkg delete dependencies.redoc --workspace=@systole/api \
 && install-dependencies.sh @systole/api
COPY --from=redoc /app/node_modules/redoc/LICENSE /app/node_modules/redoc/bundles/redoc.standalone.js node_modules/redoc/bundles/

FROM production-manifests AS db-init-dependencies
RUN --mount=type=cache,target=/root/.npm install-dependencies.sh @systole/db-init-service

FROM production-manifests AS ingestion-dependencies
RUN --mount=type=cache,target=/root/.npm install-dependencies.sh @systole/ingestion-service

FROM production-manifests AS simulator-dependencies
RUN --mount=type=cache,target=/root/.npm install-dependencies.sh @systole/simulator

FROM production-manifests AS alert-log-dependencies
RUN --mount=type=cache,target=/root/.npm install-dependencies.sh @systole/monitoring

# The dashboard is the one thing that is built.
FROM manifests AS client-build
ENV NODE_ENV=development
RUN --mount=type=cache,target=/root/.npm npm ci --workspace=@systole/client
COPY tsconfig.json ./
COPY catalog catalog
COPY service-kit service-kit
COPY etl etl
COPY jobs jobs
COPY api api
COPY client client
RUN npm run build --workspace=@systole/client

# What all services share. The first process is Node itself, so that signals reach it.
FROM base AS service
LABEL org.opencontainers.image.title="Systole" \
      org.opencontainers.image.description="Health time series in TimescaleDB" \
      org.opencontainers.image.licenses="MIT"
COPY package.json ./
COPY deploy/containers/health-check.js health-check.js
COPY catalog catalog
COPY service-kit service-kit
# Where uploaded files and those of a clinic are kept: a volume that is mounted here for the first time takes over its owner.
RUN install -d -o 1000 -g 1000 /data/raw /data/clinic
# The user `node` of the base image, by number, so that Kubernetes can tell that it is not root.
USER 1000:1000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "health-check.js"]

FROM service AS api-service
COPY --from=api-dependencies /app/node_modules node_modules
COPY etl etl
COPY jobs jobs
COPY api api
ENV API_HOST=0.0.0.0 API_PORT=8000 RAW_DIRECTORY=/data/raw HEALTH_URL=http://127.0.0.1:8000/health/ready
EXPOSE 8000
CMD ["node", "api/src/main.ts"]

FROM service AS db-init-service
COPY --from=db-init-dependencies /app/node_modules node_modules
COPY jobs jobs
COPY db-init-service db-init-service
HEALTHCHECK NONE
CMD ["node", "db-init-service/src/main.ts"]

FROM service AS ingestion-service
COPY --from=ingestion-dependencies /app/node_modules node_modules
COPY etl etl
COPY jobs jobs
COPY ingestion-service ingestion-service
ENV INGESTION_HOST=0.0.0.0 INGESTION_PORT=9100 HEALTH_URL=http://127.0.0.1:9100/health/ready
EXPOSE 9100
CMD ["node", "ingestion-service/src/main.ts"]

FROM service AS simulator
COPY --from=simulator-dependencies /app/node_modules node_modules
COPY simulator simulator
ENV SIMULATOR_HOST=0.0.0.0 SIMULATOR_PORT=8090 HEALTH_URL=http://127.0.0.1:8090/health/ready
EXPOSE 8090
CMD ["node", "simulator/src/main.ts"]

FROM service AS alert-log
COPY --from=alert-log-dependencies /app/node_modules node_modules
COPY monitoring/package.json monitoring/
COPY monitoring/src/alert-log monitoring/src/alert-log
ENV ALERT_LOG_HOST=0.0.0.0 ALERT_LOG_PORT=9095 HEALTH_URL=http://127.0.0.1:9095/health/ready
EXPOSE 9095
CMD ["node", "monitoring/src/alert-log/main.ts"]

# What is served is files, and what goes on to the API: nothing of Node is needed here.
FROM caddy:2.11.9-alpine AS client-service
LABEL org.opencontainers.image.title="Systole" \
      org.opencontainers.image.description="Health time series in TimescaleDB" \
      org.opencontainers.image.licenses="MIT"
# The image lets Caddy open ports below 1024 by a capability of its file, which no container without capabilities may start.
RUN setcap -r /usr/bin/caddy
COPY client/caddy /etc/caddy
COPY --from=client-build /app/client/dist /srv
# The one folder that can be written to; what Caddy keeps there may be lost.
ENV CLIENT_HOST=0.0.0.0 CLIENT_PORT=3000 API_URL=http://api-service:8000 \
    XDG_CONFIG_HOME=/tmp XDG_DATA_HOME=/tmp
EXPOSE 3000
USER 1000:1000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["wget", "--quiet", "--spider", "http://127.0.0.1:3000/health/live"]
CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]
