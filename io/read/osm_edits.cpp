#include "io/read/osm_edits.hpp"

#include <algorithm>
#include <set>

#include <osmium/builder/osm_object_builder.hpp>
#include <osmium/osm/node.hpp>
#include <osmium/osm/relation.hpp>
#include <osmium/osm/way.hpp>

namespace lifecircle::osm {
namespace {

std::size_t index_of(osmium::item_type type) {
  return static_cast<std::size_t>(type) % 4;  // node 1, way 2, relation 3
}

bool is_of(osmium::osm_entity_bits::type kinds, std::size_t type) {
  return (kinds & osmium::osm_entity_bits::from_item_type(static_cast<osmium::item_type>(type))) !=
         osmium::osm_entity_bits::nothing;
}

std::string name_of(std::size_t type, std::int64_t id) {
  return "-nwr"[type] + std::to_string(id);
}

/// The tags there are, in their places, each key once, and then the new ones.
template <class Builder>
void add_tags(Builder& builder, const osmium::TagList* before,
              const std::map<std::string, std::string>& set) {
  osmium::builder::TagListBuilder tags{builder};
  std::set<std::string> done;
  if (before != nullptr) {
    for (const osmium::Tag& tag : *before) {
      const auto change = set.find(tag.key());
      if (change == set.end())
        tags.add_tag(tag);
      else if (done.insert(change->first).second && !change->second.empty())
        tags.add_tag(change->first, change->second);
    }
  }
  for (const auto& [key, value] : set)
    if (!done.contains(key) && !value.empty()) tags.add_tag(key, value);
}

template <class Builder>
void copy_head(Builder& builder, const osmium::OSMObject& object) {
  builder.set_id(object.id())
      .set_version(object.version())
      .set_changeset(object.changeset())
      .set_timestamp(object.timestamp())
      .set_uid(object.uid())
      .set_visible(object.visible())
      .set_user(object.user());
}

template <class Builder>
void add_nodes(Builder& builder, const std::vector<std::int64_t>& ids) {
  osmium::builder::WayNodeListBuilder nodes{builder};
  for (const std::int64_t id : ids) nodes.add_node_ref(id);
}

const osmium::OSMObject& finished(osmium::memory::Buffer& buffer) {
  return buffer.get<osmium::OSMObject>(buffer.commit());
}

const std::map<std::string, std::string> kNoTags;

}  // namespace

Editing::Editing(const std::string& path, const RowEdits& edits) : path_{path} {
  for (const auto& [name_text, stated_at] : edits.removed) {
    const ObjectName object = ObjectName::of(name_text).value_or(ObjectName{});
    name(object, stated_at).removed = true;
    removes_nodes_ = removes_nodes_ || object.type == osmium::item_type::node;
  }
  for (const RowEdits::Row& row : edits.added)
    if (row.points.size() == 1)
      new_nodes_.push_back({location_of(row.points.front()).value_or(osmium::Location{}), &row});
  for (const RowEdits::Row& row : edits.added)
    if (row.points.size() > 1) new_ways_.push_back({nodes_of(row), &row});
  for (const auto& [name_text, row] : edits.changed) {
    name(ObjectName::of(name_text).value_or(ObjectName{}), row.stated_at).change = &row;
    if (row.points.size() > 1) lines_.emplace(&row, nodes_of(row));
  }
}

Editing::Named& Editing::name(const ObjectName& object, const std::string& stated_at) {
  Named& named = named_[index_of(object.type)][object.id];
  if (named.stated_at.empty()) named.stated_at = stated_at;
  return named;
}

/// The nodes of a line, those that are new among them.
std::vector<std::int64_t> Editing::nodes_of(const RowEdits::Row& row) {
  std::vector<std::int64_t> nodes;
  for (const std::string& point : row.points) {
    if (const auto node = ObjectName::of(point)) {
      name(*node, row.stated_at).on_new_line = true;
      nodes.push_back(node->id);
      continue;
    }
    const osmium::Location at = location_of(point).value_or(osmium::Location{});
    const auto next = -static_cast<std::int64_t>(new_nodes_.size()) - 1;
    const auto [known, is_new] = of_line_.try_emplace({at.x(), at.y()}, next);
    if (is_new) new_nodes_.push_back({at});
    nodes.push_back(known->second);
  }
  return nodes;
}

bool Editing::add(osmium::osm_entity_bits::type kinds, const Each& each) {
  if (is_of(kinds, index_of(osmium::item_type::node))) {
    for (std::size_t i = new_nodes_.size(); i-- > 0;) {
      const NewNode& node = new_nodes_[i];
      buffer_.clear();
      {
        osmium::builder::NodeBuilder builder{buffer_};
        builder.set_id(-static_cast<std::int64_t>(i) - 1).set_version(1).set_location(node.at);
        builder.set_user("");
        add_tags(builder, nullptr, node.row != nullptr ? node.row->set : kNoTags);
      }
      if (!each(finished(buffer_))) return false;
    }
  }
  if (!is_of(kinds, index_of(osmium::item_type::way))) return true;
  for (std::size_t i = new_ways_.size(); i-- > 0;) {
    buffer_.clear();
    {
      osmium::builder::WayBuilder builder{buffer_};
      builder.set_id(-static_cast<std::int64_t>(i) - 1).set_version(1);
      builder.set_user("");
      add_tags(builder, nullptr, new_ways_[i].row->set);
      add_nodes(builder, new_ways_[i].nodes);
    }
    if (!each(finished(buffer_))) return false;
  }
  return true;
}

/// The object with its edits, in the buffer.
const osmium::OSMObject& Editing::rebuilt(const osmium::OSMObject& object,
                                          const RowEdits::Row* change) {
  const auto& set = change != nullptr ? change->set : kNoTags;
  buffer_.clear();
  if (object.type() == osmium::item_type::node) {
    osmium::builder::NodeBuilder builder{buffer_};
    copy_head(builder, object);
    const auto moved = change != nullptr && !change->points.empty()
                           ? location_of(change->points.front())
                           : std::nullopt;
    builder.set_location(moved.value_or(static_cast<const osmium::Node&>(object).location()));
    add_tags(builder, &object.tags(), set);
  } else if (object.type() == osmium::item_type::way) {
    osmium::builder::WayBuilder builder{buffer_};
    copy_head(builder, object);
    add_tags(builder, &object.tags(), set);
    const auto line = lines_.find(change);
    if (line != lines_.end()) {
      add_nodes(builder, line->second);
    } else {
      std::vector<std::int64_t> kept;
      const auto& nodes = named_[index_of(osmium::item_type::node)];
      for (const osmium::NodeRef& node : static_cast<const osmium::Way&>(object).nodes()) {
        const auto known = nodes.find(node.ref());
        if (known == nodes.end() || !known->second.removed) kept.push_back(node.ref());
      }
      add_nodes(builder, kept);
    }
  } else {
    osmium::builder::RelationBuilder builder{buffer_};
    copy_head(builder, object);
    add_tags(builder, &object.tags(), set);
    osmium::builder::RelationMemberListBuilder members{builder};
    for (const auto& member : static_cast<const osmium::Relation&>(object).members())
      members.add_member(member.type(), member.ref(), member.role());
  }
  return finished(buffer_);
}

bool Editing::hand_on(const osmium::OSMObject& object, const Each& each) {
  const std::size_t type = index_of(object.type());
  const bool is_way = object.type() == osmium::item_type::way;
  if (object.id() < 0) {
    const std::size_t added = is_way                                     ? new_ways_.size()
                              : object.type() == osmium::item_type::node ? new_nodes_.size()
                                                                         : 0;
    if (object.id() >= -static_cast<std::int64_t>(added))
      taken_ = ObjectName{object.type(), object.id()};
  }
  const RowEdits::Row* change = nullptr;
  const auto found = named_[type].find(object.id());
  if (found != named_[type].end()) {
    Named& named = found->second;
    const Version version = Version::of(object);
    if (!named.newest || *named.newest <= version) {
      named.newest = version;
      named.there = object.visible();
    }
    if (named.removed) return true;
    change = named.change;
  }
  const auto loses_nodes = [&] {
    const auto& nodes = named_[index_of(osmium::item_type::node)];
    return std::ranges::any_of(static_cast<const osmium::Way&>(object).nodes(),
                               [&](const osmium::NodeRef& node) {
                                 const auto known = nodes.find(node.ref());
                                 return known != nodes.end() && known->second.removed;
                               });
  };
  if (change == nullptr && !(is_way && removes_nodes_ && loses_nodes())) return each(object);
  return each(rebuilt(object, change));
}

Result<Done> Editing::finish(osmium::osm_entity_bits::type kinds) const {
  if (taken_)
    return Error{
        Fault::input, "edit_osm_id_taken", path_, {name_of(index_of(taken_->type), taken_->id)}};
  // The smallest number that is missing, whatever order a table has.
  for (std::size_t type = 1; type < named_.size(); ++type) {
    if (!is_of(kinds, type)) continue;
    const std::pair<const std::int64_t, Named>* missed = nullptr;
    for (const auto& one : named_[type])
      if (!one.second.there && (missed == nullptr || one.first < missed->first)) missed = &one;
    if (missed != nullptr)
      return Error{Fault::input,
                   "edit_osm_no_object",
                   missed->second.stated_at,
                   {name_of(type, missed->first), path_}};
  }
  return Done{};
}

}  // namespace lifecircle::osm
