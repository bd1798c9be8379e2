import { NavLink } from 'react-router';
import { useSharedSearch } from '../users/shared-search.ts';
import styles from './navigation.module.css';
import { pages } from './pages.ts';

/** In the header; on a phone a bar at the bottom, where thumbs are. Users, metric and zone go along to the other page. */
export function Navigation() {
  const search = useSharedSearch();
  return (
    <nav aria-label="Pages" className={styles.bar}>
      {pages.map(({ path, label, icon: Icon }) => (
        <NavLink key={path} to={{ pathname: path, search }} className={styles.link ?? ''}>
          <Icon size={18} stroke={1.75} aria-hidden />
          <span>{label}</span>
        </NavLink>
      ))}
    </nav>
  );
}
