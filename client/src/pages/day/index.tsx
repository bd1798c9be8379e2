import { Panel } from '../../components/panel.tsx';

export default function DayPage() {
  return <Panel title="Day">Soon.</Panel>;
}
