import { Panel } from '../../components/panel.tsx';

export default function RunsPage() {
  return <Panel title="Runs">Soon.</Panel>;
}
