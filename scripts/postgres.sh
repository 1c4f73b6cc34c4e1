# Sees to it that the tests find PostgreSQL: to be sourced. They ask 127.0.0.1:5432, or FINSAM_TEST_POSTGRES; with
# CI=true they fail where nothing answers.
if [[ -z "${FINSAM_TEST_POSTGRES:-}" ]] && ! (exec 3<>/dev/tcp/127.0.0.1/5432) 2>/dev/null; then
  if ! command -v pg_ctlcluster >/dev/null; then
    apt-get update -qq && apt-get install -y -qq postgresql
    fresh=true
  fi
  cluster="$(ls /etc/postgresql | tail -n 1)"
  pg_ctlcluster --skip-systemctl-redirect "$cluster" main start || true
  for _ in $(seq 50); do (exec 3<>/dev/tcp/127.0.0.1/5432) 2>/dev/null && break; sleep 0.2; done
  if [[ "${fresh:-}" == "true" ]]; then
    su postgres -c "psql -qc \"ALTER USER postgres PASSWORD 'finsam'\""
    export FINSAM_TEST_POSTGRES="postgres://postgres:finsam@127.0.0.1:5432/postgres"
  fi
fi
