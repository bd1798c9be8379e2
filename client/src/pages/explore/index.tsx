import { Panel } from '../../components/panel.tsx';

export default function ExplorePage() {
  return <Panel title="Explore">Soon.</Panel>;
}
