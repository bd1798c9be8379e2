import { Panel } from '../../components/panel.tsx';

export default function CoveragePage() {
  return <Panel title="Coverage">Soon.</Panel>;
}
