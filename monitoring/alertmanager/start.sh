#!/bin/sh
# Alertmanager reads no environment variables, so its configuration is written from them, and then it is started with
# the arguments given here. Runs in the busybox of its image as well.
#
#   ALERT_WEBHOOK_URL    where alerts are posted; the alert log by default
#   ALERT_SLACK_URL      an incoming webhook of Slack; not set: none
#   ALERT_EMAIL_TO       recipient of critical alerts; not set: none. With it:
#   ALERT_EMAIL_FROM, ALERT_SMTP_HOST (host:port), and ALERT_SMTP_USER, ALERT_SMTP_PASSWORD where the host asks for them
#   ALERTMANAGER_CONFIG  the file that is written
#   ALERTMANAGER_BINARY  the program
set -eu
umask 077

config=${ALERTMANAGER_CONFIG:-/tmp/alertmanager.yml}

fail() {
  echo "$1" >&2
  exit 2
}

# As a single-quoted scalar of YAML; what could end it is doubled.
quoted() {
  printf "'%s'" "$(printf %s "$1" | sed "s/'/''/g")"
}

webhook() {
  echo "    webhook_configs:"
  echo "      - url: $(quoted "${ALERT_WEBHOOK_URL:-http://alert-log:9095/alerts}")"
  echo "        send_resolved: true"
}

slack() {
  [ -n "${ALERT_SLACK_URL:-}" ] || return 0
  cat <<END
    slack_configs:
      - api_url: $(quoted "$ALERT_SLACK_URL")
        send_resolved: true
        title: '{{ .Status | toUpper }}: {{ .CommonLabels.alertname }}'
        text: '{{ range .Alerts }}{{ .Annotations.summary }}. {{ .Annotations.description }} ({{ .Annotations.runbook_url }}){{ "\n" }}{{ end }}'
END
}

email() {
  [ -n "${ALERT_EMAIL_TO:-}" ] || return 0
  cat <<END
    email_configs:
      - to: $(quoted "$ALERT_EMAIL_TO")
        from: $(quoted "${ALERT_EMAIL_FROM:-}")
        smarthost: $(quoted "${ALERT_SMTP_HOST:-}")
        send_resolved: true
END
  [ -n "${ALERT_SMTP_USER:-}" ] || return 0
  echo "        auth_username: $(quoted "$ALERT_SMTP_USER")"
  echo "        auth_password: $(quoted "${ALERT_SMTP_PASSWORD:-}")"
}

if [ -n "${ALERT_EMAIL_TO:-}" ]; then
  [ -n "${ALERT_EMAIL_FROM:-}" ] || fail "ALERT_EMAIL_FROM must be set with ALERT_EMAIL_TO."
  [ -n "${ALERT_SMTP_HOST:-}" ] || fail "ALERT_SMTP_HOST must be set with ALERT_EMAIL_TO, like smtp.example:587."
fi

{
  cat "$(dirname "$0")/routes.yml"
  echo "receivers:"
  echo "  - name: critical"
  webhook
  slack
  email
  echo "  - name: warning"
  webhook
  slack
} > "$config"

exec "${ALERTMANAGER_BINARY:-/bin/alertmanager}" --config.file="$config" "$@"
