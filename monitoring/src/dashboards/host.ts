import { buildDashboard } from './dashboard.ts';
import { curves, numbers, WIDTH } from './panels.ts';
import { promql } from './queries.ts';

const DISKS = 'device!~"loop.+|ram.+|sr.+"';
const VIRTUAL = 'lo|veth.+|br-.+|docker.+';

/** In a container the node exporter sees the network of that container alone; cAdvisor sees that of the machine. */
function network(direction: 'receive' | 'transmit'): string {
  const [ofMachine, ofNode] = [
    `machine_network_${direction}_bytes_total{interface!~"${VIRTUAL}"}`,
    `node_network_${direction}_bytes_total{device!~"${VIRTUAL}"}`,
  ].map((counter) => `sum(rate(${counter}[$__rate_interval]))`);
  return `${ofMachine} or ${ofNode}`;
}

export const host = buildDashboard({
  name: 'host',
  title: 'Host',
  description: 'The machine below: processors, memory, disks and network.',
  from: 'now-6h',
  rows: {
    'At a glance': [
      numbers({
        title: 'Processors busy',
        description: 'Share of processor time that was used, over five minutes.',
        unit: 'percentunit',
        width: WIDTH.quarter,
        warnAt: 0.7,
        badAt: 0.9,
        alert: 'CpuBusy',
        queries: [promql('instance:node_cpu_busy:ratio_rate5m', '{{ instance }}')],
      }),
      numbers({
        title: 'Memory used',
        description: 'What programs hold and the kernel cannot take back.',
        unit: 'percentunit',
        width: WIDTH.quarter,
        warnAt: 0.8,
        badAt: 0.9,
        alert: 'MemoryNearlyUsed',
        queries: [promql('instance:node_memory_used:ratio', '{{ instance }}')],
      }),
      numbers({
        title: 'Fullest disk',
        description: 'Largest share in use of any file system.',
        unit: 'percentunit',
        width: WIDTH.quarter,
        warnAt: 0.8,
        badAt: 0.9,
        alert: 'DiskNearlyFull',
        queries: [promql('max by (instance) (instance:node_filesystem_used:ratio)', '{{ instance }}')],
      }),
      numbers({
        title: 'Running for',
        description: 'Time since the machine was started.',
        unit: 's',
        width: WIDTH.quarter,
        queries: [promql('time() - node_boot_time_seconds', '{{ instance }}')],
      }),
    ],
    'Processors and memory': [
      curves({
        title: 'Processor time by use',
        description: 'iowait is time spent waiting for disks.',
        unit: 'percentunit',
        width: WIDTH.half,
        isStacked: true,
        max: 1,
        alert: 'CpuBusy',
        queries: [
          promql(
            'sum by (mode) (rate(node_cpu_seconds_total{mode!="idle"}[$__rate_interval])) / scalar(count(node_cpu_seconds_total{mode="idle"}))',
            '{{ mode }}',
          ),
        ],
      }),
      curves({
        title: 'Load',
        description: 'Processes that run or want to; more than there are processors means that some wait.',
        unit: 'short',
        width: WIDTH.half,
        queries: [
          promql('node_load1', 'one minute'),
          promql('node_load15', 'a quarter of an hour'),
          promql('count(node_cpu_seconds_total{mode="idle"})', 'processors'),
        ],
      }),
      curves({
        title: 'Memory',
        description: 'What is available can be had at once, though caches use it now.',
        unit: 'bytes',
        width: WIDTH.full,
        alert: 'MemoryNearlyUsed',
        queries: [
          promql('node_memory_MemTotal_bytes - node_memory_MemAvailable_bytes', 'used'),
          promql('node_memory_MemAvailable_bytes', 'available'),
          promql('node_memory_SwapTotal_bytes - node_memory_SwapFree_bytes', 'swapped out'),
        ],
      }),
    ],
    'Disks and network': [
      curves({
        title: 'Disks in use',
        description: 'Share of each file system that is in use.',
        unit: 'percentunit',
        width: WIDTH.half,
        max: 1,
        warnAt: 0.8,
        badAt: 0.9,
        alert: 'DiskNearlyFull',
        queries: [promql('instance:node_filesystem_used:ratio', '{{ mountpoint }}')],
      }),
      curves({
        title: 'Disks busy',
        description: 'Share of time in which a disk was working.',
        unit: 'percentunit',
        width: WIDTH.half,
        warnAt: 0.9,
        queries: [
          promql(`rate(node_disk_io_time_seconds_total{${DISKS}}[$__rate_interval])`, '{{ device }}'),
        ],
      }),
      curves({
        title: 'Read and written',
        description: 'Bytes a second, reading and writing.',
        unit: 'Bps',
        width: WIDTH.half,
        queries: [
          promql(`sum(rate(node_disk_read_bytes_total{${DISKS}}[$__rate_interval]))`, 'read'),
          promql(`sum(rate(node_disk_written_bytes_total{${DISKS}}[$__rate_interval]))`, 'written'),
        ],
      }),
      curves({
        title: 'Network',
        description: 'Bytes a second, in and out.',
        unit: 'Bps',
        width: WIDTH.half,
        queries: [promql(network('receive'), 'received'), promql(network('transmit'), 'sent')],
      }),
    ],
  },
});
