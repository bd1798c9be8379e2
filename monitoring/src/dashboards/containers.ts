import { buildDashboard } from './dashboard.ts';
import { curves, numbers, WIDTH } from './panels.ts';
import { promql, promqlNow } from './queries.ts';

const OF = '{job="cadvisor"}';

export const containers = buildDashboard({
  name: 'containers',
  title: 'Containers',
  description: 'What each container uses, beside what it may use.',
  from: 'now-6h',
  rows: {
    'At a glance': [
      numbers({
        title: 'Services that answer',
        description: 'Targets of Prometheus that could be scraped.',
        unit: 'short',
        width: WIDTH.quarter,
        alert: 'ServiceDown',
        queries: [promql('sum(up)', 'up')],
      }),
      numbers({
        title: 'Services that do not',
        description: 'Targets of Prometheus that could not be scraped.',
        unit: 'short',
        width: WIDTH.quarter,
        badAt: 1,
        alert: 'ServiceDown',
        queries: [promql('count(up == 0) or vector(0)', 'down')],
      }),
      numbers({
        title: 'Fullest container',
        description: 'Largest share of its memory limit that a container uses.',
        unit: 'percentunit',
        width: WIDTH.quarter,
        warnAt: 0.8,
        badAt: 0.9,
        alert: 'ContainerMemoryNearlyUsed',
        queries: [promql('max(container:container_memory_used:ratio)', 'used')],
      }),
      numbers({
        title: 'Started in the last hour',
        description: 'Containers that were started, or started again after they ended.',
        unit: 'short',
        width: WIDTH.quarter,
        warnAt: 1,
        queries: [
          promqlNow(`count(time() - container_start_time_seconds${OF} < 3600) or vector(0)`, 'started'),
        ],
      }),
    ],
    'By container': [
      curves({
        title: 'Processor time',
        description: 'Processors a container keeps busy: 1 is one of them, all the time.',
        unit: 'short',
        width: WIDTH.half,
        isStacked: true,
        alert: 'CpuBusy',
        queries: [
          promql(
            `sum by (container) (rate(container_cpu_usage_seconds_total${OF}[$__rate_interval]))`,
            '{{ container }}',
          ),
        ],
      }),
      curves({
        title: 'Memory',
        description: 'What the kernel cannot take back: without the cache of files.',
        unit: 'bytes',
        width: WIDTH.half,
        isStacked: true,
        queries: [promql('container:container_memory_used:bytes', '{{ container }}')],
      }),
      curves({
        title: 'Memory beside the limit',
        description: 'At 100 % a container is ended and started again.',
        unit: 'percentunit',
        width: WIDTH.half,
        warnAt: 0.9,
        badAt: 1,
        alert: 'ContainerMemoryNearlyUsed',
        queries: [promql('container:container_memory_used:ratio', '{{ container }}')],
      }),
      curves({
        title: 'Running since',
        description: 'Age of each container; a curve that falls to zero is a restart.',
        unit: 's',
        width: WIDTH.half,
        queries: [
          promql(`time() - max by (container) (container_start_time_seconds${OF})`, '{{ container }}'),
        ],
      }),
      curves({
        title: 'Received',
        description: 'Bytes a second from the network.',
        unit: 'Bps',
        width: WIDTH.half,
        queries: [
          promql(
            `sum by (container) (rate(container_network_receive_bytes_total${OF}[$__rate_interval]))`,
            '{{ container }}',
          ),
        ],
      }),
      curves({
        title: 'Sent',
        description: 'Bytes a second to the network.',
        unit: 'Bps',
        width: WIDTH.half,
        queries: [
          promql(
            `sum by (container) (rate(container_network_transmit_bytes_total${OF}[$__rate_interval]))`,
            '{{ container }}',
          ),
        ],
      }),
    ],
  },
});
