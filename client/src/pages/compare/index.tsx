import { Panel } from '../../components/panel.tsx';

export default function ComparePage() {
  return <Panel title="Compare">Soon.</Panel>;
}
